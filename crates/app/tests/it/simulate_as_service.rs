//! Decisions in the form of IAM's policy simulator.

use serde_json::json;

use crate::simulate::{Folder, OBJECT, allow, policy};

/// The answer of IAM's policy simulator: one result for each action, the most restrictive of all resources.
#[test]
fn the_answer_of_the_service_has_one_result_for_each_action() {
    let folder = Folder::of(&[("read.json", allow("s3:GetObject", "arn:aws:s3:::acme/*"))]);
    let ran = folder.simulate(&[
        "--policy",
        "read.json",
        "--action",
        "s3:GetObject",
        "s3:PutObject",
        "--resource",
        OBJECT,
        "arn:aws:s3:::other/k",
        "--format",
        "policy-simulator",
    ]);
    let answer = ran.json();
    let [get, put] = answer["EvaluationResults"].as_array().unwrap().as_slice() else { panic!("{answer}") };
    assert_eq!(
        (&get["EvalActionName"], &get["EvalDecision"]),
        (&json!("s3:GetObject"), &json!("implicitDeny"))
    );
    let decisions: Vec<_> = get["ResourceSpecificResults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| &result["EvalResourceDecision"])
        .collect();
    assert_eq!(decisions, ["allowed", "implicitDeny"]);
    assert_eq!(put["EvalDecision"], "implicitDeny");
}

/// The service has no word for what cannot be known.
#[test]
fn what_cannot_be_known_is_refused_in_the_form_of_the_service() {
    let statement = json!({
        "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringAlmostEquals": {"aws:SourceIp": "a"}},
    });
    let folder = Folder::of(&[("odd.json", policy(&statement))]);
    let ask = [
        "--policy",
        "odd.json",
        "--action",
        "s3:GetObject",
        "--resource",
        OBJECT,
        "--context",
        "aws:SourceIp=203.0.113.9",
    ];
    let ran = folder.simulate(&[&ask[..], &["--format", "policy-simulator"]].concat());
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("cannot be decided"), "{ran:?}");
}
