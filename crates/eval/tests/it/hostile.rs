//! Requests and policies of the fuzz target, decided again.

use eval::{Caller, Context, Outcome, Policies, Request, Switches, Values, decide};
use policy::tree::PolicyKind;
use serde_json::json;

use crate::case::prepare;
use crate::invariants::deciding_keeps_its_promises;

#[test]
#[allow(
    clippy::disallowed_methods,
    reason = "the corpus lies beside the fuzz targets, outside of any context"
)]
fn the_corpus_of_the_fuzz_target_is_answered() {
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/decide_request");
    let mut replayed = 0;
    for entry in std::fs::read_dir(corpus).unwrap() {
        deciding_keeps_its_promises(&std::fs::read(entry.unwrap().path()).unwrap());
        replayed += 1;
    }
    assert!(replayed >= 2, "only {replayed} files");
}

/// A variable may have any value: what no value makes match is not in doubt.
#[test]
fn an_unknown_variable_leaves_no_doubt_where_no_value_matches() {
    let policy = json!({"Version": "2012-10-17", "Statement":
        {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b/${aws:username}/*"}});
    let identity = [prepare("p", &policy, PolicyKind::Identity)];
    for (resource, outcome) in [
        ("arn:aws:s3:::b/Ann/x", Outcome::Unknown),
        ("arn:aws:s3:::b/k", Outcome::ImplicitlyDenied),
        ("arn:aws:s3:::c/Ann/x", Outcome::ImplicitlyDenied),
    ] {
        let caller = Caller::parse("arn:aws:iam::123456789012:user/Ann").unwrap();
        let mut context = Context::new();
        context.set("aws:username", Values::Unknown);
        let request = Request::new(caller, "s3:GetObject", resource, None, context).unwrap();
        let policies = Policies { identity: &identity, ..Policies::default() };
        assert_eq!(decide(&request, &policies, Switches::default()).outcome, outcome, "{resource}");
    }
}
