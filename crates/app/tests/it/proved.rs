//! What is generated is proved before it is printed: by replay, against the policies in place, and the same on every run.

use std::path::Path;

use serde_json::{Value, json};

use crate::run::leastwise;

const ROLE: &str = "arn:aws:iam::111122223333:role/app/web";

fn call(id: usize, role: &str, source: &str, name: &str, arn: &str) -> Value {
    json!({
        "eventVersion": "1.11", "eventType": "AwsApiCall", "eventTime": "2026-11-20T08:00:00Z",
        "eventSource": format!("{source}.amazonaws.com"), "eventName": name, "awsRegion": "eu-west-1",
        "eventID": format!("00000000-0000-4000-a000-{id:012}"), "recipientAccountId": "111122223333",
        "userIdentity": { "type": "AssumedRole", "accountId": "111122223333",
            "sessionContext": { "sessionIssuer": { "type": "Role", "arn": role } } },
        "resources": [{ "ARN": arn }]
    })
}

fn write(folder: &Path, name: &str, value: &Value) -> String {
    let path = folder.join(name);
    std::fs::write(&path, value.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Reads of an object and of a queue's length.
fn log(folder: &Path) -> String {
    let records = [
        call(1, ROLE, "s3", "GetObject", "arn:aws:s3:::acme/a"),
        call(2, ROLE, "s3", "GetObject", "arn:aws:s3:::acme/odd*name${x}?"),
        call(3, ROLE, "sqs", "SendMessage", "arn:aws:sqs:eu-west-1:111122223333:jobs"),
    ];
    write(folder, "log.json", &json!({ "Records": records }))
}

fn allow(actions: &Value, resource: &str) -> Value {
    json!({ "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Action": actions, "Resource": resource }] })
}

#[test]
fn every_call_that_was_counted_is_replayed() {
    let folder = tempfile::tempdir().unwrap();
    let log = log(folder.path());
    let ran = leastwise(&["generate", "--trail", &log, "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let replay = &ran.json()["principals"][0]["replay"];
    assert_eq!(*replay, json!({ "calls": 3, "allowed": 3, "notAllowed": [] }));

    // What was left out on purpose is listed, and no reason to fail.
    let ran = leastwise(&["generate", "--trail", &log, "--exclude-actions", "sqs:*", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let replay = &ran.json()["principals"][0]["replay"];
    assert_eq!((&replay["calls"], &replay["allowed"]), (&json!(3), &json!(2)));
    assert_eq!(replay["leftOut"][0]["action"], "sqs:SendMessage");
    assert_eq!(replay["notAllowed"], json!([]));
}

#[test]
fn what_a_draft_allows_beyond_the_policies_in_place_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let log = log(folder.path());
    let policies = folder.path().join("current");
    std::fs::create_dir(&policies).unwrap();
    write(&policies, "objects.json", &allow(&json!(["s3:Get*", "s3:List*"]), "arn:aws:s3:::acme/*"));
    let current = policies.to_str().unwrap();

    let ran = leastwise(&["generate", "--trail", &log, "--current", current, "--format", "json"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let access = &ran.json()["principals"][0]["newAccess"];
    assert_eq!(access["verdict"], "witness");
    assert_eq!(access["witness"]["action"], "sqs:SendMessage");
    assert_eq!(access["witness"]["resource"], "arn:aws:sqs:eu-west-1:111122223333:jobs");
    let exceptions = access["exceptions"].as_array().unwrap();
    assert_eq!(exceptions.len(), 1, "{access:#}");
    assert_eq!(exceptions[0]["actions"], json!(["sqs:SendMessage"]));
    let text = leastwise(&["generate", "--trail", &log, "--current", current]);
    assert!(text.out.contains("# error: new access: new: `sqs:SendMessage`"), "{}", text.out);

    // Policies of a folder count together.
    write(&policies, "queues.json", &allow(&json!("sqs:*"), "*"));
    let ran = leastwise(&["generate", "--trail", &log, "--current", current, "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.json()["principals"][0]["newAccess"]["verdict"], "none");

    // A Deny of theirs holds against the draft.
    let mut denial = allow(&json!("s3:GetObject"), "arn:aws:s3:::acme/a");
    denial["Statement"][0]["Effect"] = "Deny".into();
    write(&policies, "denial.json", &denial);
    let ran = leastwise(&["generate", "--trail", &log, "--current", current, "--format", "json"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let witness = &ran.json()["principals"][0]["newAccess"]["witness"];
    assert_eq!(witness["resource"], json!("arn:aws:s3:::acme/a"));

    // What the draft does not deny any more, another policy of the principal may allow.
    denial["Statement"][0]["Action"] = "s3:DeleteObject".into();
    write(&policies, "denial.json", &denial);
    let ran = leastwise(&["generate", "--trail", &log, "--current", current]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.out.contains("# what the current policies deny (statement 1) the draft does not: "),
        "{}",
        ran.out
    );
}

/// A template may deny something itself, which is not what the current policies deny.
#[test]
fn a_deny_of_a_template_stands_for_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let values = [
        "function_name=orders",
        "region=eu-west-1",
        "account_id=111122223333",
        "vpc_id=vpc-0123456789abcdef0",
    ];
    let set: Vec<&str> = values.iter().flat_map(|value| ["--set", value]).collect();
    let made = leastwise(&[&["generate", "--template", "lambda-vpc", "--as", "json"][..], &set].concat());
    let mut current: Value = serde_json::from_str(&made.out).unwrap();
    let guard = json!({ "Sid": "Guard", "Effect": "Deny", "Action": "iam:*", "Resource": "*" });
    for (is_guarded, note) in [(false, false), (true, true)] {
        if is_guarded {
            current["Statement"].as_array_mut().unwrap().push(guard.clone());
        }
        let path = folder.path().join("current.json");
        std::fs::write(&path, current.to_string()).unwrap();
        let of_template = ["generate", "--template", "lambda-vpc", "--current", path.to_str().unwrap()];
        let ran = leastwise(&[&of_template[..], &set].concat());
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let told = "# what the current policies deny (statement `Guard`) the draft does not: ";
        assert_eq!(ran.out.contains(told), note, "{}", ran.out);
    }
}

#[test]
fn current_policies_that_cannot_be_read_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let log = log(folder.path());
    let broken = folder.path().join("broken.json");
    std::fs::write(&broken, "{\"Statement\": [").unwrap();
    let ran = leastwise(&["generate", "--trail", &log, "--current", broken.to_str().unwrap()]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
}

/// Files in any order, in any number of parts, on any number of threads.
#[test]
fn the_same_logs_make_the_same_policies() {
    let calls = [
        ("s3", "GetObject", "arn:aws:s3:::acme/"),
        ("sqs", "SendMessage", "arn:aws:sqs:eu-west-1:111122223333:q-"),
    ];
    let events: Vec<Value> = (0..240)
        .map(|id| {
            let (source, name, begin) = calls[id % 2];
            let role = format!("arn:aws:iam::111122223333:role/app-{}", id % 5);
            call(id, &role, source, name, &format!("{begin}{}", id % 37))
        })
        .collect();
    let mut answers: Vec<(String, Option<i32>)> = Vec::new();
    for (turn, threads) in [(0, "1"), (0, "2"), (7, "1"), (13, "2")] {
        let folder = tempfile::tempdir().unwrap();
        let logs = folder.path().join("logs");
        std::fs::create_dir(&logs).unwrap();
        let mut turned = events.clone();
        turned.rotate_left(turn * 11);
        for (number, part) in turned.chunks(20).enumerate() {
            let name = format!("{:02}.json", (number * 5 + turn) % 12);
            write(&logs, &name, &json!({ "Records": part }));
        }
        let usage = folder.path().join("usage.json");
        let (logs, usage) = (logs.to_str().unwrap(), usage.to_str().unwrap());
        let ran = leastwise(&["analyze", logs, "--threads", threads, "-o", usage]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        for input in [["--usage", usage], ["--trail", logs]] {
            for format in ["text", "json"] {
                let arguments = [&["generate"][..], &input, &["--format", format]].concat();
                let ran = leastwise(&arguments);
                answers.push((ran.out, ran.code));
            }
        }
    }
    for pair in answers.chunks(2) {
        assert_eq!(pair, &answers[..2]);
    }
    assert_eq!(answers[0].1, Some(0));
}
