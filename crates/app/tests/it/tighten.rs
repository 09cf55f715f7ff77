//! `tighten`: what goes and why, what is written, and what is refused.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::run::{command, finish, leastwise};
use crate::trail_logs::{call, write};

const POLICY: &str = "# The team's policy\nVersion: '2012-10-17'\nStatement:\n  - Sid: Jobs\n    Effect: Allow # since 2024\n    Action:\n      # queue\n      - sqs:*Queue # to be narrowed\n      - sqs:SetQueueAttributes # once\n    Resource: '*'\n  # mail\n  - Sid: Mail\n    Effect: Allow\n    Action: ses:CreateTemplate\n    Resource: '*'\n  # never\n  - Effect: Deny\n    Action: sqs:PurgeQueue\n    Resource: '*'\n";
const TIGHT: &str = "# The team's policy\nVersion: '2012-10-17'\nStatement:\n  - Sid: Jobs\n    Effect: Allow # since 2024\n    Action:\n      # queue\n      - sqs:DeleteQueue # to be narrowed\n    Resource: 'arn:aws:sqs:eu-west-1:111122223333:jobs'\n  # never\n  - Effect: Deny\n    Action: sqs:PurgeQueue\n    Resource: '*'\n";

/// Two calls by a role, and the policy beside them.
fn made(folder: &Path, policy: &str) -> (String, String) {
    let queue = json!({ "resources": [{ "ARN": "arn:aws:sqs:eu-west-1:111122223333:jobs" }] });
    let calls = [call("1", "sqs", "DeleteQueue", &queue), call("2", "sqs", "DeleteQueue", &queue)];
    write(&folder.join("logs/a.json"), &calls);
    let path = folder.join("policy.yaml");
    fs::write(&path, policy).unwrap();
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    (text(&path), text(&folder.join("logs")))
}

#[test]
fn what_was_never_used_goes_and_the_rest_keeps_its_layout_and_comments() {
    let folder = tempfile::tempdir().unwrap();
    let (policy, logs) = made(folder.path(), POLICY);
    let shown = leastwise(&["tighten", &policy, "--usage", &logs]);
    assert_eq!(
        (shown.code, fs::read_to_string(&policy).unwrap().as_str()),
        (Some(0), POLICY),
        "{}",
        shown.err
    );
    let changed = shown.out.lines().skip(2).filter(|line| line.starts_with(['-', '+']));
    assert!(changed.clone().count() > 8, "{}", shown.out);
    for line in changed {
        assert!(line.contains("  <- "), "each changed line has its reason: {line}");
    }
    for says in
        ["  <- never used ", "(2 events)", "  <- nothing that it allows was used ", "no new access (proved)"]
    {
        assert!(shown.out.contains(says), "{says}: {}", shown.out);
    }
    let diff = leastwise(&["tighten", &policy, "--usage", &logs, "--format", "diff"]);
    assert!(diff.out.contains("\n-  # mail\n-  - Sid: Mail\n") && !diff.out.contains("<-"), "{}", diff.out);
    let written = leastwise(&["tighten", &policy, "--usage", &logs, "--write"]);
    assert_eq!(
        (written.code, fs::read_to_string(&policy).unwrap().as_str()),
        (Some(0), TIGHT),
        "{}",
        written.err
    );
    let again = leastwise(&["tighten", &policy, "--usage", &logs, "--write"]);
    assert_eq!((again.code, fs::read_to_string(&policy).unwrap().as_str()), (Some(0), TIGHT));
    assert!(again.out.contains("nothing to tighten in `"), "{}", again.out);
}

/// The log holds no data event, so that whether messages were sent is not known.
#[test]
fn what_logs_cannot_show_stays_with_its_reason_unless_it_is_to_go() {
    let folder = tempfile::tempdir().unwrap();
    let text = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sqs:SendMessage","sqs:DeleteQueue","iam:PassRole"],"Resource":["arn:aws:sqs:*:111122223333:*"]}]}"#;
    let (_, logs) = made(folder.path(), text);
    let tighten = |more: &[&str]| -> Value {
        let base = ["tighten", "-", "--usage", &logs, "--format", "json"];
        finish(command(&[&base, more].concat()), text).json()
    };
    let kept = tighten(&[]);
    assert_eq!((&kept["edits"], &kept["diff"]), (&json!([]), &json!("")));
    let first = &kept["kept"][0];
    assert_eq!(
        (&first["pointer"], &first["unknown"], &first["why"]),
        (&json!("/Statement/0/Action/0"), &json!(true), &json!("data events of `sqs` are not in the logs"))
    );
    let removed = tighten(&["--remove-unknown"]);
    let statement = &removed["policy"]["Statement"][0];
    assert_eq!(statement["Action"], json!(["sqs:DeleteQueue"]));
    assert_eq!(statement["Resource"], json!(["arn:aws:sqs:eu-west-1:111122223333:jobs"]));
    assert_eq!(removed["newAccess"]["verdict"], "narrower");
    assert_eq!(removed["replay"], json!({ "calls": 2, "allowedBefore": 2, "allowedAfter": 2, "lost": [] }));
    assert!(removed["text"].as_str().unwrap().contains(r#""Action":["sqs:DeleteQueue"]"#));
}

#[test]
fn only_the_use_of_a_time_counts() {
    let folder = tempfile::tempdir().unwrap();
    let text = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sqs:CreateQueue","sqs:DeleteQueue"],"Resource":"arn:aws:sqs:*:111122223333:*"}]}"#;
    let queue = |time: &str| json!({ "eventTime": time, "resources": [{ "ARN": "arn:aws:sqs:eu-west-1:111122223333:jobs" }] });
    let calls = [
        call("1", "sqs", "CreateQueue", &queue("2026-03-31T23:59:59Z")),
        call("2", "sqs", "DeleteQueue", &queue("2026-04-01T00:00:00Z")),
    ];
    write(&folder.path().join("logs/a.json"), &calls);
    let logs = folder.path().join("logs").to_str().unwrap().to_owned();
    let actions = |more: &[&str]| -> Value {
        let base = ["tighten", "-", "--usage", &logs, "--format", "json"];
        finish(command(&[&base, more].concat()), text).json()["policy"]["Statement"][0]["Action"].clone()
    };
    assert_eq!(actions(&[]), json!(["sqs:CreateQueue", "sqs:DeleteQueue"]));
    assert_eq!(actions(&["--start", "2026-04-01"]), json!(["sqs:DeleteQueue"]));
    assert_eq!(actions(&["--end", "2026-03-31"]), json!(["sqs:CreateQueue"]));
    // What was not logged at all would be taken for unused.
    let none = ["tighten", "-", "--usage", &logs, "--start", "2026-05-01"];
    assert_eq!(finish(command(&none), text).code, Some(2));
}

/// A request by name alone is about the role that another tells in full.
#[test]
fn roles_are_known_by_their_paths() {
    let folder = tempfile::tempdir().unwrap();
    let text = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:CreateRole","iam:DeleteRole"],"Resource":"*"}]}"#;
    let role = |parameters: Value| json!({ "requestParameters": parameters });
    let calls = [
        call("1", "iam", "CreateRole", &role(json!({ "roleName": "web", "path": "/app/" }))),
        call("2", "iam", "DeleteRole", &role(json!({ "roleName": "web" }))),
    ];
    write(&folder.path().join("logs/a.json"), &calls);
    let logs = folder.path().join("logs").to_str().unwrap().to_owned();
    let ran = finish(command(&["tighten", "-", "--usage", &logs, "--format", "json"]), text);
    let resource = &ran.json()["policy"]["Statement"][0]["Resource"];
    assert_eq!(*resource, "arn:aws:iam::111122223333:role/app/web", "{ran:?}");
}

#[test]
fn a_policy_of_which_nothing_was_used_is_not_emptied() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        "Version: '2012-10-17'\nStatement:\n- Effect: Allow\n  Action: ses:CreateTemplate\n  Resource: '*'\n";
    let (policy, logs) = made(folder.path(), text);
    let ran = leastwise(&["tighten", &policy, "--usage", &logs, "--write"]);
    assert_eq!((ran.code, fs::read_to_string(&policy).unwrap().as_str()), (Some(0), text));
    assert!(ran.out.contains("nothing of it was used: detach it"), "{}", ran.out);
}

#[test]
fn hostile_policies_end() {
    let folder = tempfile::tempdir().unwrap();
    let (_, logs) = made(folder.path(), "");
    let statements: Vec<_> = (0..100)
        .map(|at| {
            format!(
                r#"{{"Effect":"Allow","Action":["*","sqs:?{at}*"],"Resource":["arn:aws:s3:::*{at}*","*"]}}"#
            )
        })
        .collect();
    let policy = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","));
    let ran = finish(command(&["tighten", "-", "--usage", &logs, "--format", "json"]), &policy);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("than are held against usage"), "{}", ran.err);
    let policy =
        format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.get(..2).unwrap().join(","));
    let ran = finish(command(&["tighten", "-", "--usage", &logs, "--format", "json"]), &policy);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}
