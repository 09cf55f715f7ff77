//! Policies and ARNs made from names, policies mended, and what is said about it.

use ops::{Context, Files, OPERATIONS, OpError};
use serde_json::{Value, json};

use crate::mcp::Client;
use crate::run::leastwise;

fn asked(operation: &str, request: Value) -> Result<Value, OpError> {
    let cx = Context::new(Files::Denied, || 0);
    let found = OPERATIONS.iter().find(|known| known.name == operation).unwrap();
    (found.run_json)(request, &cx)?.json()
}

#[test]
fn a_minimal_policy_is_checked_and_every_condition_has_its_note() {
    let made = asked(
        "build_minimal_policy",
        json!({
            "actions": ["iam:PassRole", "lambda:CreateFunction", "s3:PutObject", "dynamodb:GetItem"],
            "resources": [
                "arn:aws:iam::111122223333:role/app",
                "arn:aws:lambda:eu-west-1:111122223333:function:thumbs",
                "arn:aws:s3:::acme-code/*",
                "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
            ],
            "conditions": null,
        }),
    )
    .unwrap();
    let statements = made["policy"]["Statement"].as_array().unwrap();
    assert_eq!(statements.len(), 4);
    assert_eq!(
        statements[0]["Condition"],
        json!({"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}})
    );
    assert_eq!(statements[2]["Condition"], json!({"Bool": {"aws:SecureTransport": "true"}}));
    assert_eq!(made["validation"]["is_valid"], true);
    assert_eq!(made["validation"]["issues"], json!([]));
    let notes = made["security_notes"].to_string();
    for key in ["iam:PassedToService", "aws:SecureTransport", "aws:ResourceAccount"] {
        assert!(notes.contains(key), "{key}: {notes}");
    }
    let sids: Vec<_> = statements.iter().map(|statement| statement["Sid"].clone()).collect();
    let told: Vec<_> = made["statements"].as_array().unwrap().iter().map(|one| one["sid"].clone()).collect();
    assert_eq!(sids, told);
}

#[test]
fn what_the_checks_would_find_is_refused_with_a_way_on() {
    for (request, message, hint) in [
        (
            json!({"actions": ["kms:ScheduleKeyDeletion"], "resources": ["arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"]}),
            "sensitive-action-without-condition",
            "aws:MultiFactorAuthPresent",
        ),
        (
            json!({"actions": ["cloudwatch:PutMetricData"], "resources": ["*"]}),
            "write-access-without-constraint",
            "`cloudwatch:namespace`",
        ),
        (
            json!({"actions": ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"], "resources": ["arn:aws:iam::111122223333:role/*", "arn:aws:lambda:eu-west-1:111122223333:function:*"]}),
            "every role there is",
            "role/app-*",
        ),
        (
            json!({"actions": ["iam:CreateUser", "iam:AttachUserPolicy"], "resources": ["arn:aws:iam::111122223333:user/*"]}),
            "privilege-escalation",
            "get_issue_guidance",
        ),
        (json!({"actions": ["s3:GetObjet"], "resources": []}), "no action `s3:GetObjet`", "`s3:GetObject`"),
        (json!({"actions": ["*"], "resources": ["*"]}), "`*` is not what a task needs", "suggest_actions"),
    ] {
        let refused = asked("build_minimal_policy", request.clone()).unwrap_err();
        assert!(refused.message.contains(message), "{request}: {refused:?}");
        assert!(refused.hint.as_deref().is_some_and(|told| told.contains(hint)), "{request}: {refused:?}");
    }
    // With the condition it is granted: that it is there is enough for the check, and it is what was asked for.
    let made = asked(
        "build_minimal_policy",
        json!({
            "actions": ["kms:ScheduleKeyDeletion"],
            "resources": ["arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
            "conditions": {"Bool": {"aws:MultiFactorAuthPresent": true}},
        }),
    );
    assert_eq!(made.unwrap()["validation"]["issues"], json!([]));
}

#[test]
fn faults_in_a_request_are_said_with_their_member() {
    let mut client = Client::start();
    for (request, said) in [
        (
            json!({"actions": ["s3:GetObject"], "conditions": {"aws:SourceIp": "203.0.113.0/24"}}),
            "write them as in a policy",
        ),
        (
            json!({"actions": ["s3:GetObject"], "conditions": {"Bool": {"aws:SecureTransport": {}}}}),
            "neither a value nor a list",
        ),
        (json!({"action": ["s3:GetObject"]}), "actions"),
    ] {
        let called = client.call("build_minimal_policy", &request);
        let text = called["content"][0]["text"].as_str().unwrap();
        assert!(called["isError"] == true && text.contains(said), "{text}");
    }
    let said = leastwise(&["build", "policy", "--action", "s3:GetObject", "--condition", "aws:SourceIp=1"]);
    assert_eq!(said.code, Some(2));
}

#[test]
fn an_arn_on_the_command_line_is_its_first_line() {
    let built = leastwise(&["build", "arn", "s3", "object", "acme-in/2026/*", "--region", "eu-west-1"]);
    assert_eq!((built.code, built.out.lines().next()), (Some(0), Some("arn:aws:s3:::acme-in/2026/*")));
    assert!(built.out.contains("# `eu-west-1` is left out"), "{}", built.out);
    let open = leastwise(&["build", "arn", "sqs", "queue", "orders", "--format", "json"]);
    assert_eq!((open.code, &open.json()["placeholders"]), (Some(1), &json!(["Region", "Account"])));
    for (arguments, said) in [
        (["sqss", "queue", "orders"], "did you mean `sqs`"),
        (["sqs", "queu", "orders"], "`queue`"),
        (["sqs", "queue", "arn:aws:sqs:eu-west-1:111122223333:q"], "is an ARN already"),
        (["sqs", "queue", ""], "`resource_name` is empty"),
    ] {
        let refused = leastwise(&[&["build", "arn"][..], &arguments].concat());
        assert!(refused.code == Some(2) && refused.err.contains(said), "{refused:?}");
    }
}

#[test]
fn a_policy_is_mended_and_the_rest_is_guided() {
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": "A", "Effect": "allow", "Action": "S3:GetObject", "Resource": "arn:aws:s3:::b/*"},
            {"Sid": "A", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*", "Condition": {"StringEqual": {"aws:SourceVpc": "vpc-0a1b2c3d"}}},
            {"Effect": "Allow", "Action": ["iam:PassRole", "s3:ListBukcet"], "Resource": "*"},
        ],
    });
    let mended = asked("fix_policy_issues", json!({"policy": policy})).unwrap();
    let fixed = &mended["fixed_policy"]["Statement"];
    assert_eq!(fixed[0]["Effect"], "Allow");
    assert_eq!(fixed[1]["Condition"], json!({"StringEquals": {"aws:SourceVpc": "vpc-0a1b2c3d"}}));
    assert_ne!(fixed[0]["Sid"], fixed[1]["Sid"]);
    for statement in fixed.as_array().unwrap() {
        let sid = statement["Sid"].as_str().unwrap_or("A");
        assert!(sid.chars().all(|letter| letter.is_ascii_alphanumeric()), "{sid}");
    }
    let applied = mended["fixes_applied"].as_array().unwrap();
    assert!(applied.len() >= 3 && applied.len() == mended["fixes"].as_array().unwrap().len());
    assert!(mended["fixes"].as_array().unwrap().iter().all(|fix| fix["safety"] == "safe"));
    let left = mended["unfixed_issues"].as_array().unwrap();
    let of = |id: &str| left.iter().find(|issue| issue["check_id"] == id);
    assert!(of("pass-role-with-star-in-resource").is_some_and(|issue| issue["example"].is_string()));
    assert!(left.iter().all(|issue| issue["suggestion"].is_string()), "{left:?}");
    assert_eq!(mended["validation"]["issue_count"], left.len());
    // What comes out has nothing more to mend.
    let again = asked("fix_policy_issues", json!({"policy": mended["fixed_policy"]})).unwrap();
    assert_eq!(again["fixes_applied"], json!([]));
    assert_eq!(again["fixed_policy"], mended["fixed_policy"]);
}

#[test]
fn only_what_is_named_is_mended() {
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Condition": {"StringEqual": {"aws:SourceVpc": "vpc-0a1b2c3d"}}}],
    });
    let only = |id: &str| asked("fix_policy_issues", json!({"policy": policy, "issues_to_fix": [id]}));
    for id in ["invalid-effect", "policy_structure/invalid_effect"] {
        let mended = only(id).unwrap();
        assert_eq!(mended["fixed_policy"]["Statement"][0]["Effect"], "Allow", "{id}");
        assert_eq!(mended["fixed_policy"]["Statement"][0]["Condition"], policy["Statement"][0]["Condition"]);
        assert_eq!(mended["validation"]["is_valid"], false);
        let left = mended["unfixed_issues"].as_array().unwrap();
        assert!(left.iter().any(|issue| issue["check_id"] == "invalid-condition-operator"), "{left:?}");
    }
    let unknown = only("invalid-efect").unwrap_err();
    assert!(unknown.hint.unwrap().contains("`invalid-effect`"));
    let several =
        asked("fix_policy_issues", json!({"policy": {"text": "[{\"Statement\": []}, {\"Statement\": []}]"}}));
    assert!(several.unwrap_err().hint.unwrap().contains("fix_policies"));
    let broken =
        asked("fix_policy_issues", json!({"policy": {"text": "{\"Statement\": [ nonsense"}})).unwrap();
    assert_eq!((&broken["fixed_policy"], &broken["validation"]["is_valid"]), (&Value::Null, &json!(false)));
}

#[test]
fn fixes_that_could_widen_are_offered_only() {
    let resource = "arn:aws:ec2:eu-west-1:111122223333:instances/i-0a1b2c3d4e5f67890";
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "ec2:StartInstances", "Resource": resource}],
    });
    let mended = asked("fix_policy_issues", json!({"policy": policy})).unwrap();
    assert_eq!((&mended["fixed_policy"], &mended["fixes_applied"]), (&policy, &json!([])));
    let issue = &mended["unfixed_issues"][0];
    assert_eq!(issue["check_id"], "invalid-arn-resource");
    assert!(
        issue["offered_fix"].as_str().is_some_and(|fix| fix.contains("instance/i-0a1b2c3d4e5f67890")),
        "{issue}"
    );
}

#[test]
fn guidance_is_told_for_the_ids_of_others_too() {
    let guidance = asked("get_issue_guidance", json!({"check_id": "invalid-effect"})).unwrap();
    assert_eq!(
        (&guidance["check_id"], &guidance["automatic_fix"]),
        (&json!("invalid-effect"), &json!("safe"))
    );
    assert!(guidance["related_tools"].as_array().unwrap().contains(&json!("fix_policy_issues")));
    assert_ne!(guidance["example_before"], guidance["example_after"]);
    let foreign = asked("get_issue_guidance", json!({"check_id": "CKV_AWS_63"})).unwrap();
    assert!(foreign["fix_steps"].as_array().unwrap().len() > 1, "{foreign}");
    let unknown = asked("get_issue_guidance", json!({"check_id": "invalid-efect"})).unwrap_err();
    assert!(unknown.hint.unwrap().contains("`invalid-effect`"));
}
