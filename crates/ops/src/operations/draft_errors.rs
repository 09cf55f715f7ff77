//! The errors that the checks find in a policy before it is printed.

use std::sync::LazyLock;

use catalog::Catalog;
use policy::Document;
use policy::tree::PolicyKind;
use schemars::JsonSchema;
use serde::Serialize;

/// What a check says of a generated policy
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CheckError {
    pub(super) check: String,
    pub(super) message: String,
}

/// The errors that the checks find in the text of a policy.
pub(super) fn errors(text: &str, kind: PolicyKind, catalog: &Catalog) -> Vec<CheckError> {
    let document = Document::read("policy.json", text.as_bytes(), None, &policy::Limits::default());
    let options = lint::Options { kind: Some(kind), only: errors_only().clone(), ..lint::Options::default() };
    let report = lint::lint(&document, catalog, &options);
    let errors = report.diagnostics.into_iter().filter(|found| found.severity == policy::Severity::Error);
    errors.map(|found| CheckError { check: found.id.to_owned(), message: found.message }).collect()
}

/// The checks whose findings can be errors: a finding may be less grave than its check, but never graver.
fn errors_only() -> &'static Vec<String> {
    static IDS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let grave = lint::CHECKS.iter().filter(|check| check.severity == policy::Severity::Error);
        grave.map(|check| check.id.to_owned()).collect()
    });
    &IDS
}
