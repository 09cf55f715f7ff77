//! From the text of statements to what is told of them.

use catalog::Catalog;
use policy::tree::{Policy, PolicyKind, lower};
use policy::{Document, Limits};

use crate::words::{Reading, tell};

pub(super) fn policy(statements: &str) -> Policy {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    lower(&Document::read("p.json", text.as_bytes(), None, &Limits::default()).root)
}

/// What a policy of one statement says.
pub(super) fn said(elements: &str, kind: PolicyKind) -> String {
    let policy = policy(&format!("{{{elements}}}"));
    let catalog = Catalog::embedded();
    tell(&policy.statements[0], &Reading::of(&policy, kind, catalog)).sentence
}
