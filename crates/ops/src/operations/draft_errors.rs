//! The errors that the checks find in a policy before it is printed.

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
    let options = lint::Options { kind: Some(kind), errors_only: true, ..lint::Options::default() };
    let report = lint::lint(&document, catalog, &options);
    let errors = report.diagnostics.into_iter().filter(|found| found.severity == policy::Severity::Error);
    errors.map(|found| CheckError { check: found.id.to_owned(), message: found.message }).collect()
}
