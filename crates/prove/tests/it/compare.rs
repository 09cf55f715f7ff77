//! Pairs of policies with what is known of their difference.

use catalog::Catalog;
use eval::Prepared;
use policy::tree::{PolicyKind, lower};
use policy::{Document, Limits as Reading};
use prove::{Prover, Side, Verdict, Worlds};
use serde_json::{Value, json};

fn prepared(policy: &Value, kind: PolicyKind) -> Prepared {
    let document = Document::read("p.json", policy.to_string().as_bytes(), None, &Reading::default());
    Prepared::new("p", &lower(&document.root), kind)
}

#[test]
fn shows() {
    let a = json!({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::logs-*/*",
      "Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}]});
    let b = json!({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::logs-*"}]});
    let prover = Prover { worlds: Worlds::Aws, ..Prover::new(Catalog::embedded()) };
    let a = [prepared(&a, PolicyKind::Identity)];
    let b = [prepared(&b, PolicyKind::Identity)];
    let c = prover.compare(Side::Pooled(&a), Side::Pooled(&b));
    println!("{c:#?}");
    let Verdict::Witness(_) = c.new_access.verdict else { panic!() };
}
