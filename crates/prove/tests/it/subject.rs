//! Policies of a question, from JSON to answers of both the prover and the evaluator.

use catalog::Catalog;
use eval::{Prepared, Request, Switches, Tri, judge};
use policy::tree::{PolicyKind, lower};
use policy::{Document, Limits as Reading};
use prove::{Difference, Prover, Side, Worlds};
use serde_json::Value;

pub(crate) fn prepared(policy: &Value, kind: PolicyKind) -> Prepared {
    let document = Document::read("p.json", policy.to_string().as_bytes(), None, &Reading::default());
    Prepared::new("p", &lower(&document.root), kind)
}

pub(crate) fn pool(policies: &[Value], kind: PolicyKind) -> Vec<Prepared> {
    policies.iter().map(|policy| prepared(policy, kind)).collect()
}

pub(crate) fn prover(worlds: Worlds) -> Prover<'static> {
    Prover { worlds, ..Prover::new(Catalog::embedded()) }
}

pub(crate) fn difference(worlds: Worlds, allowed_by: &[Prepared], not_by: &[Prepared]) -> Difference {
    prover(worlds).difference(Side::Pooled(allowed_by), Side::Pooled(not_by))
}

pub(crate) fn passes(policies: &[Prepared], request: &Request) -> Tri {
    judge(request, policies, Switches::default()).passes()
}
