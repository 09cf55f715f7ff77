//! One document through the reader and the checks: the same for every operation that finds things.

use policy::Document;

use super::plan::Plan;
use crate::Context;
use crate::wire::{Checked, Finding, Input};

pub(super) fn read(input: &Input, cx: &Context) -> Document {
    let limits = policy::Limits {
        bytes: usize::try_from(cx.limits().document_bytes).unwrap_or(usize::MAX),
        ..policy::Limits::default()
    };
    Document::read(&input.name, &input.bytes, None, &limits)
}

pub(super) fn check(document: Document, plan: &Plan, cx: &Context) -> Checked {
    let report = plan.lint(&document, cx);
    let findings = report.diagnostics.iter().map(|found| {
        let aliases = lint::find(found.id).map_or(&[][..], |check| check.aliases);
        Finding::new(found, aliases, &document.source, &document.root)
    });
    Checked {
        path: document.source.name().to_owned(),
        kind: report.kind.kind.into(),
        kind_reason: report.kind.reason.clone(),
        findings: findings.collect(),
        source: document.source,
    }
}

/// The same for a policy that another document holds at `within`: pointers begin at the root of that document.
pub(super) fn check_within(document: Document, within: Option<&str>, plan: &Plan, cx: &Context) -> Checked {
    let mut checked = check(document, plan, cx);
    for finding in &mut checked.findings {
        finding.pointer.insert_str(0, within.unwrap_or_default());
    }
    checked
}
