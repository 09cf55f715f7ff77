//! One document through the reader and the checks: the same for every operation that finds things.

use policy::Document;

use super::plan::Plan;
use crate::Context;
use crate::suppress::Sieve;
use crate::wire::{Checked, Finding, Input};

pub(super) fn read(input: &Input, cx: &Context) -> Document {
    let limits = policy::Limits {
        bytes: usize::try_from(cx.limits().document_bytes).unwrap_or(usize::MAX),
        ..policy::Limits::default()
    };
    Document::read(&input.name, &input.bytes, None, &limits)
}

pub(super) fn check(document: Document, plan: &Plan, sieve: &mut Sieve<'_>, cx: &Context) -> Checked {
    let report = plan.lint(&document, cx);
    let sifted = sieve.sift(&document, &report, |found| {
        let aliases = lint::find(found.id).map_or(&[][..], |check| check.aliases);
        Finding::new(found, aliases, &document.source, &document.root)
    });
    Checked {
        path: document.source.name().to_owned(),
        kind: Some(report.kind.kind.into()),
        kind_reason: report.kind.reason.clone(),
        findings: sifted.findings,
        suppressed: sifted.suppressed,
        known: sifted.known,
        source: document.source,
    }
}

/// The same for a policy that another document holds at `within`: pointers begin at the root of that document.
pub(super) fn check_within(
    document: Document,
    within: Option<&str>,
    plan: &Plan,
    sieve: &mut Sieve<'_>,
    cx: &Context,
) -> Checked {
    let mut checked = check(document, plan, sieve, cx);
    place_within(&mut checked, within);
    checked
}

/// Lets the pointers of a policy begin at the root of the document that holds it at `within`.
pub(super) fn place_within(checked: &mut Checked, within: Option<&str>) {
    let suppressed = checked.suppressed.iter_mut().map(|suppressed| &mut suppressed.finding);
    for finding in checked.findings.iter_mut().chain(suppressed) {
        finding.pointer.insert_str(0, within.unwrap_or_default());
    }
}
