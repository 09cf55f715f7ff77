//! Policies from logs: what each switch does, and logs that are odd.

use std::path::Path;

use serde_json::{Value, json};

use crate::run::{Ran, leastwise};

#[test]
fn a_name_in_the_log_that_aws_does_not_have_is_printed_with_the_policy_and_fails_the_run() {
    let queue = "arn:aws:sqs:eu-nowhere-1:111122223333:jobs";
    let event = json!({
        "eventVersion": "1.11", "eventType": "AwsApiCall", "eventTime": "2026-11-20T08:00:00Z",
        "eventSource": "sqs.amazonaws.com", "eventName": "SendMessage", "awsRegion": "eu-nowhere-1",
        "eventID": "00000000-0000-4000-a000-000000000001", "recipientAccountId": "111122223333",
        "userIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ana", "accountId": "111122223333" },
        "resources": [{ "ARN": queue }]
    });
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("log.json"), json!({ "Records": [event] }).to_string()).unwrap();
    let logs = folder.path().to_str().unwrap();

    let ran = leastwise(&["generate", "--trail", logs]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains(queue) && ran.out.contains("# error[invalid-arn-region]"), "{}", ran.out);

    let ran = leastwise(&["generate", "--trail", logs, "--format", "json"]).json();
    let policy = &ran["principals"][0]["policies"][0];
    assert_eq!(policy["document"]["Statement"][0]["Resource"], queue);
    assert_eq!(policy["errors"][0]["check"], "invalid-arn-region");
}

const ROLE: &str = "arn:aws:iam::111122223333:role/app/web";

/// A call of a role, with what differs.
fn call(id: usize, role: &str, source: &str, name: &str, more: Value) -> Value {
    let mut event = json!({
        "eventVersion": "1.11", "eventType": "AwsApiCall", "eventTime": "2026-11-20T08:00:00Z",
        "eventSource": format!("{source}.amazonaws.com"), "eventName": name, "awsRegion": "eu-west-1",
        "eventID": format!("00000000-0000-4000-a000-{id:012}"), "recipientAccountId": "111122223333",
        "userIdentity": { "type": "AssumedRole", "accountId": "111122223333",
            "sessionContext": { "sessionIssuer": { "type": "Role", "arn": role } } }
    });
    if let Value::Object(more) = more {
        event.as_object_mut().unwrap().extend(more);
    }
    event
}

/// A folder with a log of these events.
fn logs(events: &[Value]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("log.json"), json!({ "Records": events }).to_string()).unwrap();
    folder
}

fn generate(folder: &Path, more: &[&str]) -> Ran {
    let arguments = [&["generate", "--trail", folder.to_str().unwrap()], more].concat();
    leastwise(&arguments)
}

fn generated(folder: &Path, more: &[&str]) -> Value {
    generate(folder, &[more, &["--format", "json"]].concat()).json()
}

fn actions(principal: &Value) -> Vec<&str> {
    principal["evidence"].as_array().unwrap().iter().map(|row| row["action"].as_str().unwrap()).collect()
}

/// What a function is made of: the call, the role that is handed over, a read, a refusal.
fn deploys() -> tempfile::TempDir {
    let function = "arn:aws:lambda:eu-west-1:111122223333:function:f";
    let parameters = json!({ "functionName": "f", "role": "arn:aws:iam::111122223333:role/tasks" });
    let tls = json!({ "tlsVersion": "TLSv1.3" });
    logs(&[
        call(
            1,
            ROLE,
            "lambda",
            "CreateFunction20150331",
            json!({
            "requestParameters": parameters, "resources": [{ "ARN": function }], "tlsDetails": tls }),
        ),
        call(
            2,
            ROLE,
            "s3",
            "GetObject",
            json!({ "resources": [{ "ARN": "arn:aws:s3:::code/f.zip" }], "errorCode": "NoSuchKey" }),
        ),
        call(
            3,
            ROLE,
            "sqs",
            "DeleteQueue",
            json!({
            "resources": [{ "ARN": "arn:aws:sqs:eu-west-1:111122223333:q" }], "errorCode": "AccessDenied",
            "errorMessage": "User: x is not authorized to perform: sqs:DeleteQueue on resource: arn:aws:sqs:eu-west-1:111122223333:q \
                             with an explicit deny in a service control policy" }),
        ),
        call(4, "arn:aws:iam::111122223333:role/app/cron", "ec2", "DescribeInstances", json!({})),
    ])
}

#[test]
fn evidence_says_what_each_action_rests_on() {
    let folder = deploys();
    let answer = generated(folder.path(), &["--principal", ROLE]);
    let of = &answer["principals"][0];
    assert_eq!(actions(of), ["iam:PassRole", "lambda:CreateFunction", "s3:GetObject"]);
    let [pass, create, read] = [0, 1, 2].map(|row| &of["evidence"][row]);
    assert_eq!((&pass["basis"], &create["basis"]), (&json!("inferred"), &json!("used")));
    assert_eq!(pass["conditions"][0]["key"], "iam:PassedToService");
    assert_eq!(pass["conditions"][0]["values"], json!(["lambda.amazonaws.com"]));
    assert_eq!(
        pass["found"][0],
        json!({ "resource": "arn:aws:iam::111122223333:role/tasks", "by": ["parameter"] })
    );
    assert_eq!((&read["onlyFailed"], &read["errorCodes"]), (&json!(true), &json!(["NoSuchKey"])));
    let denied = &of["denied"][0];
    assert_eq!(
        (&denied["action"], &denied["reasons"]),
        (&json!("sqs:DeleteQueue"), &json!(["explicit-scp"]))
    );
    assert_eq!(denied["mayBeGranted"], false);
    assert!(denied["wouldAllow"][0].as_str().unwrap().contains("a service control policy"), "{denied}");
    let text = generate(folder.path(), &["--principal", ROLE]).out;
    for note in [
        "inferred: iam:PassRole",
        "authorized, but always failed: s3:GetObject",
        "denied and not granted: sqs:DeleteQueue",
    ] {
        assert!(text.contains(note), "{note}: {text}");
    }
}

#[test]
fn switches_change_what_is_drafted() {
    let folder = deploys();
    let actions_with = |more: &[&str]| {
        let answer = generated(folder.path(), &[&["--principal", ROLE], more].concat());
        actions(&answer["principals"][0]).join(" ")
    };
    for (more, expected) in [
        (&["--include-dependents=none"][..], "lambda:CreateFunction s3:GetObject"),
        (&["--exclude-actions", "iam:*"], "lambda:CreateFunction s3:GetObject"),
        (&["--allow-actions", "s3:Get*", "--allow-actions", "sqs:*"], "s3:GetObject"),
        (&["--min-count", "2"], ""),
        (&["--include-denied"], "iam:PassRole lambda:CreateFunction s3:GetObject sqs:DeleteQueue"),
    ] {
        assert_eq!(actions_with(more), expected, "{more:?}");
    }
    assert!(actions_with(&["--include-dependents"]).len() > actions_with(&[]).len());
    let answer = generated(folder.path(), &["--mode", "conditions", "--principal", ROLE]);
    let create = &answer["principals"][0]["evidence"][1];
    let keys: Vec<_> =
        create["conditions"].as_array().unwrap().iter().map(|one| one["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["aws:SecureTransport", "aws:RequestedRegion"]);
    let answer = generated(folder.path(), &["--mode", "actions", "--principal", ROLE]);
    assert_eq!(
        answer["principals"][0]["evidence"][0]["resources"],
        json!(["arn:aws:iam::111122223333:role/tasks"])
    );
    assert_eq!(answer["principals"][0]["evidence"][1]["resources"], json!(["*"]));
}

#[test]
fn principals_are_chosen_by_pattern_and_drafted_alone_or_together() {
    let folder = deploys();
    let answer = generated(folder.path(), &["--principal", "arn:aws:iam::*:role/app/*"]);
    assert_eq!(answer["principals"].as_array().unwrap().len(), 2);
    let answer = generated(folder.path(), &["--principal", "arn:aws:iam::*:role/app/*", "--together", "app"]);
    let of = &answer["principals"][0];
    assert_eq!((&of["principal"], &of["policies"][0]["name"]), (&json!("app"), &json!("app-used")));
    assert_eq!(of["members"], json!(["arn:aws:iam::111122223333:role/app/cron", ROLE]));
    assert_eq!(of["evidence"][0]["principals"], json!(["arn:aws:iam::111122223333:role/app/cron"]));

    for (more, code, told) in [
        (&["--principal", "arn:aws:iam::*:role/other*"][..], 2, "no principal of the usage matches"),
        (&["--exclude-actions", "s3:GetObjekt"], 2, "s3:GetObject"),
        (&["--start", "soon"], 2, "is not a time"),
    ] {
        let ran = generate(folder.path(), more);
        assert_eq!(ran.code, Some(code), "{ran:?}");
        assert!(ran.err.contains(told), "{told}: {ran:?}");
    }
}

#[test]
fn a_span_of_time_is_exact_for_logs_and_by_use_for_usage() {
    let at = |time: &str| json!({ "eventTime": time });
    let folder = logs(&[
        call(1, ROLE, "ec2", "DescribeInstances", at("2026-11-01T08:00:00Z")),
        call(2, ROLE, "ec2", "DescribeInstances", at("2026-11-20T08:00:00Z")),
        call(3, ROLE, "ec2", "DescribeVpcs", at("2026-11-02T08:00:00Z")),
    ]);
    let span = ["--start", "2026-11-10"];
    let of_logs = generated(folder.path(), &span);
    let row = &of_logs["principals"][0]["evidence"][0];
    assert_eq!(
        (&row["action"], &row["count"], row.get("beyondTime")),
        (&json!("ec2:DescribeInstances"), &json!(1), None)
    );
    assert_eq!((&of_logs["used"], &of_logs["skipped"]["outside-time"]), (&json!(1), &json!(2)));

    let file = folder.path().join("usage.json");
    let file = file.to_str().unwrap();
    assert_eq!(leastwise(&["analyze", folder.path().to_str().unwrap(), "-o", file, "-q"]).code, Some(0));
    let of_usage =
        leastwise(&["generate", "--usage", file, "--start", "2026-11-10", "--format", "json"]).json();
    let evidence = &of_usage["principals"][0]["evidence"];
    assert_eq!(evidence.as_array().unwrap().len(), 1, "what lies wholly before is left out");
    assert_eq!((&evidence[0]["count"], &evidence[0]["beyondTime"]), (&json!(2), &json!(true)));
    assert_eq!((&of_usage["in"], &of_usage["skipped"]["outside-time"]), (&json!(3), &json!(1)));
}
