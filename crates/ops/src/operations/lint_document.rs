//! One document through the reader and the checks: the same for every operation that finds things.

use lint::Options;
use policy::Document;

use crate::wire::{Checked, Finding, Input, PolicyType};
use crate::{Context, OpError};

/// What the caller wants checked, with names that exist.
pub(super) fn options(kind: Option<PolicyType>, only: Vec<String>) -> Result<Options, OpError> {
    match only.iter().find(|name| lint::find(name).is_none()) {
        Some(unknown) => Err(super::known::no_check(unknown)),
        None => Ok(Options { kind: kind.map(Into::into), only, ..Options::default() }),
    }
}

pub(super) fn read(input: &Input, cx: &Context) -> Document {
    let limits = policy::Limits {
        bytes: usize::try_from(cx.limits().document_bytes).unwrap_or(usize::MAX),
        ..policy::Limits::default()
    };
    Document::read(&input.name, &input.bytes, None, &limits)
}

pub(super) fn check(document: Document, options: &Options, cx: &Context) -> Checked {
    let report = lint::lint(&document, &cx.catalog(), options);
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
