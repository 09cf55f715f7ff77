//! What an explanation says.

use serde_json::{Value, json};

use crate::case::Case;

fn world(statement: &Value, context: &Value) -> Value {
    json!({
        "request": {"principal": "arn:aws:iam::123456789012:user/Ann", "action": "s3:GetObject",
            "resource": {"arn": "arn:aws:s3:::b/k", "accountId": "123456789012"}, "context": context},
        "identityPolicies": [{"Version": "2012-10-17", "Statement": [statement]}],
    })
}

fn allow(condition: &Value) -> Value {
    json!({"Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/*", "Condition": condition})
}

fn why(statement: &Value, context: &Value) -> String {
    let explanation = Case::read(&world(statement, context)).explain();
    match &explanation.layers[0].policies[0].statements[0].verdict {
        eval::Verdict::Matches => "matches".to_owned(),
        eval::Verdict::Fails { element, why } => format!("{element}: {why}"),
        eval::Verdict::Unknown { why } => format!("unknown: {why}"),
    }
}

#[test]
fn a_statement_that_does_not_match_says_which_element_fails() {
    let deny_else = json!({"Effect": "Deny", "NotAction": "s3:GetObject", "Resource": "*"});
    let other_bucket = json!({"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::c/*"});
    let variable = json!({"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b/${aws:username}"});
    let broken =
        json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEqual": {"a": "b"}}});
    for (statement, context, expected) in [
        (allow(&json!({})), json!({}), "matches"),
        (deny_else, json!({}), "NotAction: `s3:GetObject` is one of those it leaves out"),
        (other_bucket, json!({}), "Resource: `arn:aws:s3:::b/k` is not among its resources"),
        (
            variable,
            json!({}),
            "Resource: `${aws:username}` has no value in the request, so its pattern matches nothing",
        ),
        (
            broken,
            json!({}),
            "unknown: AWS would refuse the statement: `StringEqual` is no condition operator",
        ),
        (
            json!({"Effect": "Allow", "Action": "*", "NotAction": "iam:*", "Resource": "*"}),
            json!({}),
            "unknown: AWS would refuse the statement: it has both `Action` and `NotAction`",
        ),
        (
            json!({"Effect": "Allow", "Action": "*", "Resource": ["*", 7]}),
            json!({}),
            "unknown: AWS would refuse the statement: `Resource` has an entry that is not a string",
        ),
        (
            allow(&json!({"StringEquals": {"a:b": {"c": "d"}}})),
            json!({}),
            "unknown: AWS would refuse the statement: `a:b` has an object where values belong",
        ),
        (
            allow(&json!({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}})),
            json!({"aws:SourceIp": "203.0.113.9"}),
            "Condition: `aws:SourceIp` 203.0.113.9 is not in 10.0.0.0/8",
        ),
        (
            allow(&json!({"Bool": {"aws:MultiFactorAuthPresent": "true"}})),
            json!({}),
            "Condition: key `aws:MultiFactorAuthPresent` is absent from the request",
        ),
        (
            allow(&json!({"Null": {"aws:TokenIssueTime": "true"}})),
            json!({"aws:TokenIssueTime": "2026-01-01T00:00:00Z"}),
            "Condition: key `aws:TokenIssueTime` is in the request, and `Null` asks for the contrary",
        ),
    ] {
        assert_eq!(why(&statement, &context), expected, "{statement}");
    }
}

#[test]
fn a_decision_that_hangs_on_a_disputed_point_says_so() {
    let list = world(&allow(&json!({"StringEquals": {"x:k": "a"}})), &json!({"x:k": ["a", "b"]}));
    let names = |world| Case::read(world).explain().hangs_on.iter().map(|it| it.name()).collect::<Vec<_>>();
    assert_eq!(names(&list), ["single-operator-takes-any-value"]);
    assert!(names(&world(&allow(&json!({})), &json!({}))).is_empty());
}

#[test]
fn the_reason_names_what_decided() {
    let reason = |statement: &Value| Case::read(&world(statement, &json!({}))).explain().reason;
    assert_eq!(reason(&allow(&json!({}))), "statement `Read` of identity 1 allows it");
    let deny = json!({"Effect": "Deny", "Action": "*", "Resource": "*"});
    assert_eq!(reason(&deny), "statement 1 of identity 1 denies it");
    let other = json!({"Effect": "Allow", "Action": "sqs:*", "Resource": "*"});
    assert_eq!(reason(&other), "no identity-based policy allows it");
}
