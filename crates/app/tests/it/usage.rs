//! Usage as tables: what was used, denied, and never used.

use std::path::Path;

use serde_json::{Value, json};

use crate::run::{command, finish, leastwise};
use crate::trail_logs::{ANA, ROLE, answer, by_ana, call, write};

/// A day of a role and a user.
pub(crate) fn logs(folder: &Path) -> String {
    let denied = |action: &str, reason: &str| {
        json!({ "errorCode": "AccessDenied", "errorMessage": format!(
            "User: arn:aws:sts::111122223333:assumed-role/web/i-1 is not authorized to perform: {action} on resource: \
             arn:aws:sqs:eu-west-1:111122223333:jobs {reason}"
        ) })
    };
    let queue = json!({ "resources": [{ "ARN": "arn:aws:sqs:eu-west-1:111122223333:jobs" }] });
    write(
        &folder.join("logs/a.json"),
        &[
            call("1", "sqs", "SendMessage", &queue),
            call("2", "sqs", "SendMessage", &queue),
            call("2", "sqs", "SendMessage", &queue),
            call(
                "3",
                "sqs",
                "DeleteQueue",
                &denied(
                    "sqs:DeleteQueue",
                    "because no identity-based policy allows the sqs:DeleteQueue action",
                ),
            ),
            call(
                "4",
                "sqs",
                "PurgeQueue",
                &denied("sqs:PurgeQueue", "with an explicit deny in a service control policy"),
            ),
            call(
                "5",
                "sqs",
                "GetQueueUrl",
                &json!({ "errorCode": "AWS.SimpleQueueService.NonExistentQueue" }),
            ),
            call("6", "ec2", "DescribeInstances", &by_ana()),
            call("7", "signin", "ConsoleLogin", &json!({ "eventType": "AwsConsoleSignIn" })),
        ],
    );
    folder.join("logs").display().to_string()
}

#[test]
fn events_are_counted_by_caller_and_outcome_from_logs_and_from_usage_files_alike() {
    let folder = tempfile::tempdir().unwrap();
    let logs = logs(folder.path());
    let row = |principal: &str, service: &str, name: &str, outcome: &str, count: u64| {
        json!({ "principal": principal, "eventSource": format!("{service}.amazonaws.com"), "eventName": name,
            "outcome": outcome, "count": count })
    };
    let shown = answer(&["usage", "show", &logs, "--by", "event"]);
    assert_eq!(
        shown,
        json!({
            "rows": [
                row(ROLE, "sqs", "DeleteQueue", "denied", 1),
                row(ROLE, "sqs", "GetQueueUrl", "error", 1),
                row(ROLE, "sqs", "PurgeQueue", "denied", 1),
                row(ROLE, "sqs", "SendMessage", "ok", 2),
                row(ANA, "ec2", "DescribeInstances", "ok", 1),
            ],
            "in": 8, "used": 6, "skipped": { "AwsConsoleSignIn": 1, "duplicate": 1 },
            "total": 5, "truncated": false
        })
    );
    let file = folder.path().join("usage.json").display().to_string();
    assert_eq!(leastwise(&["analyze", &logs, "-o", &file, "--quiet"]).code, Some(0));
    assert_eq!(answer(&["usage", "show", &file]), shown);
    let piped = finish(
        command(&["usage", "show", "-", "--format", "json"]),
        &std::fs::read_to_string(&file).unwrap(),
    );
    assert_eq!(piped.json(), shown);

    let page = answer(&["usage", "show", &file, "--limit", "1", "--offset", "3"]);
    assert_eq!(
        (&page["rows"], &page["total"], &page["truncated"]),
        (&json!([shown["rows"][3]]), &json!(5), &json!(true))
    );
    // The file and the logs it comes from are the same events.
    assert_eq!(answer(&["usage", "show", &file, &logs])["rows"], shown["rows"]);
}

#[test]
fn rows_can_be_about_actions_callers_services_and_resources() {
    let folder = tempfile::tempdir().unwrap();
    let logs = logs(folder.path());
    let rows = |by: &str| answer(&["usage", "show", &logs, "--by", by, "--principal", ROLE])["rows"].clone();
    let time = "2026-11-20T08:00:00Z";
    let queue = "arn:aws:sqs:eu-west-1:111122223333:jobs";
    let counted = |outcome: &str, count: u64| json!({ "outcome": outcome, "count": count, "first": time, "last": time });
    let with = |mut row: Value, name: &str, value: &str| {
        row[name] = json!(value);
        row
    };
    let of_role = |row| with(row, "principal", ROLE);
    assert_eq!(
        rows("action"),
        json!([
            with(of_role(counted("denied", 1)), "action", "sqs:DeleteQueue"),
            with(of_role(counted("error", 1)), "action", "sqs:GetQueueUrl"),
            with(of_role(counted("denied", 1)), "action", "sqs:PurgeQueue"),
            with(of_role(counted("ok", 2)), "action", "sqs:SendMessage"),
        ])
    );
    assert_eq!(
        rows("principal"),
        json!([of_role(counted("ok", 2)), of_role(counted("error", 1)), of_role(counted("denied", 2))])
    );
    let of_queue = |row| with(row, "eventSource", "sqs.amazonaws.com");
    assert_eq!(
        rows("service"),
        json!([of_queue(counted("ok", 2)), of_queue(counted("error", 1)), of_queue(counted("denied", 2))])
    );
    let on = |outcome: &str, actions: &[&str]| json!({ "principal": ROLE, "resource": queue, "outcome": outcome, "actions": actions });
    assert_eq!(
        rows("resource"),
        json!([on("ok", &["sqs:SendMessage"]), on("denied", &["sqs:DeleteQueue", "sqs:PurgeQueue"])])
    );
    let refused = leastwise(&["usage", "show", &logs, "--principal", "arn:aws:iam::111122223333:role/web"]);
    assert!(refused.err.contains(&format!("did you mean `{ROLE}`?")), "{refused:?}");
}

#[test]
fn what_is_used_most_and_least_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    let logs = logs(folder.path());
    let names = |more: &[&str]| -> Vec<String> {
        let answer = answer(&[&["usage", "top", &logs][..], more].concat());
        answer["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| format!("{} {}", row["count"], row["name"].as_str().unwrap()))
            .collect()
    };
    assert_eq!(names(&["--limit", "2"]), ["2 sqs:SendMessage", "1 ec2:DescribeInstances"]);
    assert_eq!(names(&["--by", "service"]), ["5 sqs.amazonaws.com", "1 ec2.amazonaws.com"]);
    assert_eq!(names(&["--by", "principal", "--least"]), [format!("1 {ANA}"), format!("5 {ROLE}")]);
    assert_eq!(
        names(&["--by", "event", "--least", "--limit", "1"]),
        ["1 ec2.amazonaws.com:DescribeInstances"]
    );
    let rows = answer(&["usage", "top", &logs, "--by", "service"])["rows"].clone();
    let sums = ["ok", "error", "denied", "principals"].map(|name| rows[0][name].as_u64().unwrap());
    assert_eq!(sums, [2, 1, 2, 1]);
}

#[test]
fn denials_say_who_decided_and_what_would_allow_the_call() {
    let folder = tempfile::tempdir().unwrap();
    let logs = logs(folder.path());
    let rows = answer(&["usage", "denied", &logs])["rows"].clone();
    let queue = "arn:aws:sqs:eu-west-1:111122223333:jobs";
    let [delete, purge] = [&rows[0], &rows[1]];
    assert_eq!(rows.as_array().unwrap().len(), 2);
    assert_eq!(
        (&delete["action"], &delete["count"], &delete["eventIds"]),
        (&json!("sqs:DeleteQueue"), &json!(1), &json!(["3"]))
    );
    assert_eq!(delete["reasons"][0]["reason"], "implicit-identity");
    assert_eq!(
        delete["statement"],
        json!({ "Effect": "Allow", "Action": "sqs:DeleteQueue", "Resource": [queue] })
    );
    assert_eq!((&purge["action"], &purge["resources"]), (&json!("sqs:PurgeQueue"), &json!([queue])));
    assert_eq!(purge["reasons"][0]["policies"], "service control policies");
    // No statement of the principal's helps against the Deny of another policy.
    assert_eq!(purge.get("statement"), None);
    let text = leastwise(&["usage", "denied", &logs]).out;
    assert!(
        text.contains("explicit-scp: a Deny in a service control policy that does not apply to the call"),
        "{text}"
    );
}

#[test]
fn a_denied_call_without_a_known_action_is_listed_too() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("a.json");
    let denied = json!({ "errorCode": "AccessDenied", "errorMessage": "Access Denied" });
    write(&log, &[call("1", "sqs", "NoSuchCall", &denied)]);
    let rows = answer(&["usage", "denied", log.to_str().unwrap()])["rows"].clone();
    assert_eq!(rows[0]["events"], json!(["sqs.amazonaws.com:NoSuchCall"]));
    assert_eq!(rows[0]["reasons"][0]["reason"], "unknown");
    assert_eq!(rows[0].get("action"), None);
}

#[test]
fn text_names_a_few_resources_and_says_how_many_more() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("a.json");
    let denied = |number: u32| {
        json!({ "errorCode": "AccessDenied", "errorMessage": "Access Denied", "resources": null,
            "requestParameters": { "queueUrl": format!("https://sqs.eu-west-1.amazonaws.com/111122223333/q{number}") } })
    };
    let calls = (0..7).map(|number| call(&number.to_string(), "sqs", "DeleteQueue", &denied(number)));
    write(&log, &calls.collect::<Vec<_>>());
    let text = leastwise(&["usage", "denied", log.to_str().unwrap()]).out;
    assert_eq!(text.matches("  on arn:aws:sqs:").count(), 5, "{text}");
    assert!(text.contains("  on 2 more: `--format json` names them"), "{text}");
    let ranked = leastwise(&["usage", "top", log.to_str().unwrap(), "--by", "principal"]).out;
    assert!(ranked.contains(ROLE) && !ranked.contains("1 principal"), "{ranked}");
}

/// What `usage unused` says of each action: its state, and why.
fn unused(logs: &str, policy: &Value, folder: &Path) -> (Vec<String>, Value) {
    let file = folder.join("policy.json");
    std::fs::write(&file, policy.to_string()).unwrap();
    let answer = answer(&[
        "usage",
        "unused",
        logs,
        "--policy",
        file.to_str().unwrap(),
        "--principal",
        ROLE,
        "--verbose",
    ]);
    let say = |row: &Value| {
        let why = row["why"].as_str().map(|why| format!(" {why}")).unwrap_or_default();
        format!("{} {}{why}", row["action"].as_str().unwrap(), row["state"].as_str().unwrap())
    };
    (answer["rows"].as_array().unwrap().iter().map(say).collect(), answer)
}

#[test]
fn what_is_granted_is_used_unused_or_not_known() {
    let folder = tempfile::tempdir().unwrap();
    let logs = logs(folder.path());
    let policy = json!({ "Version": "2012-10-17", "Statement": [{
        "Sid": "Queues", "Effect": "Allow",
        "Action": ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:CreateQueue", "sqs:DeleteQueue", "s3:GetObject", "iam:PassRole",
            "ec2:DescribeInstances"],
        "Resource": "*"
    }] });
    let (states, answer) = unused(&logs, &policy, folder.path());
    assert_eq!(
        states,
        [
            // Used by another caller only.
            "ec2:DescribeInstances unused",
            "iam:PassRole unknown no-event-known",
            // No data event of S3 is in the logs, but some of SQS.
            "s3:GetObject unknown data-events-not-seen",
            "sqs:CreateQueue unused",
            "sqs:DeleteQueue unused only-denied",
            "sqs:ReceiveMessage unused",
            "sqs:SendMessage used",
        ]
    );
    assert_eq!(answer["actions"], json!({ "granted": 7, "used": 1, "unused": 4, "unknown": 2 }));
}

#[test]
fn grants_by_exception_and_by_wildcard_are_expanded_and_denies_taken_off() {
    let folder = tempfile::tempdir().unwrap();
    let logs = logs(folder.path());
    let policy = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Action": "sqs:*Message*", "Resource": "*" },
        { "Effect": "Deny", "Action": "sqs:*Move*", "Resource": "*" },
        { "Effect": "Deny", "NotAction": "sqs:*", "Resource": "*" }
    ] });
    let (states, _) = unused(&logs, &policy, folder.path());
    assert_eq!(
        states,
        [
            "sqs:ChangeMessageVisibility unused",
            "sqs:DeleteMessage unused",
            "sqs:ReceiveMessage unused",
            "sqs:SendMessage used",
        ]
    );
    let all_but = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*" }
    ] });
    let (states, answer) = unused(&logs, &all_but, folder.path());
    assert_eq!(states.len(), 1_000, "a page, as more is not asked for");
    assert_eq!(answer["truncated"], true);
    let count = |name: &str| answer["actions"][name].as_u64().unwrap();
    assert_eq!(count("granted"), count("used") + count("unused") + count("unknown"));
    assert_eq!((count("used"), answer["total"].as_u64().unwrap()), (2, count("granted")));
}

#[test]
fn resources_of_statements_are_used_unused_or_not_known() {
    let folder = tempfile::tempdir().unwrap();
    let logs = logs(folder.path());
    let policy = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "sqs:SendMessage",
        "Resource": ["arn:aws:sqs:eu-west-1:111122223333:jobs", "arn:aws:sqs:*:111122223333:old-*"]
    }, {
        "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme/*"
    }] });
    let (_, answer) = unused(&logs, &policy, folder.path());
    let states: Vec<_> = answer["statements"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|statement| statement["resources"].as_array().unwrap())
        .map(|entry| entry["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["used", "unused", "unknown"]);
}

#[test]
fn a_policy_that_grants_a_principal_nothing_by_itself_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let logs = logs(folder.path());
    let refused = leastwise(&["usage", "unused", &logs, "--policy", "examples/policies/trust.yaml"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("is not an identity policy"), "{refused:?}");
}
