//! Drafts in as few characters as say the same today: what they look like, on every way out.

use std::path::Path;

use serde_json::{Value, json};

use crate::run::{Ran, command, finish};

const ROLE: &str = "arn:aws:iam::111122223333:role/app/web";
const QUEUE: &str = "arn:aws:sqs:eu-west-1:111122223333:jobs";

/// A folder with a log in which a role looks at volumes and works on a queue.
fn logs() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let calls = [
        ("ec2", "DescribeVolumes", json!([])),
        ("ec2", "DescribeVolumesModifications", json!([])),
        ("ec2", "DescribeVolumeStatus", json!([])),
        ("sqs", "SendMessage", json!([{ "ARN": QUEUE }])),
        ("sqs", "ReceiveMessage", json!([{ "ARN": QUEUE }])),
        ("sqs", "GetQueueUrl", json!([{ "ARN": QUEUE }])),
    ];
    let events = calls.iter().enumerate().map(|(id, (source, name, resources))| {
        json!({
            "eventVersion": "1.11", "eventType": "AwsApiCall", "eventTime": "2026-11-20T08:00:00Z",
            "eventSource": format!("{source}.amazonaws.com"), "eventName": name, "awsRegion": "eu-west-1",
            "eventID": format!("00000000-0000-4000-a000-{id:012}"), "recipientAccountId": "111122223333",
            "userIdentity": { "type": "AssumedRole", "accountId": "111122223333",
                "sessionContext": { "sessionIssuer": { "type": "Role", "arn": ROLE } } },
            "resources": resources
        })
    });
    std::fs::create_dir(folder.path().join("logs")).unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let log = json!({ "Records": events.collect::<Vec<_>>() }).to_string();
    std::fs::write(folder.path().join("logs/log.json"), log).unwrap();
    folder
}

fn run_in(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = command(arguments);
    command.current_dir(folder);
    finish(command, "")
}

fn generate(folder: &Path, more: &[&str]) -> Ran {
    run_in(folder, &[&["generate", "--trail", "logs"], more].concat())
}

fn generated(folder: &Path, more: &[&str]) -> Value {
    generate(folder, &[more, &["--format", "json"]].concat()).json()
}

fn short() -> Value {
    json!([
        { "Effect": "Allow", "Action": "ec2:DescribeVolumes*", "Resource": "*" },
        { "Effect": "Allow", "Action": ["sqs:GetQueueU*", "sqs:ReceiveMessage", "sqs:Send*"], "Resource": QUEUE }
    ])
}

#[test]
fn the_answer_says_what_a_beginning_stands_for_and_may_stand_for() {
    let folder = logs();
    let (long, short_one) = (generated(folder.path(), &[]), generated(folder.path(), &["--shorten"]));
    let of = |answer: &Value| answer["principals"][0].clone();
    let policy = &of(&short_one)["policies"][0];
    assert_eq!(policy["document"]["Statement"], short());
    let told = policy["shortened"].as_str().unwrap();
    assert!(told.contains("`ec2:DescribeVolumes*`") && told.contains("AWS may add"), "{told}");
    let statements = &policy["statements"];
    assert_eq!(
        statements[0]["actions"],
        json!(["ec2:DescribeVolumeStatus", "ec2:DescribeVolumes", "ec2:DescribeVolumesModifications"])
    );
    assert_eq!((&statements[0]["count"], &statements[1]["count"]), (&json!(3), &json!(3)));
    assert_eq!(statements[1]["actions"], json!(["sqs:GetQueueUrl", "sqs:ReceiveMessage", "sqs:SendMessage"]));
    for same in ["evidence", "replay", "denied", "notReplayed"] {
        assert_eq!(of(&short_one)[same], of(&long)[same], "{same}");
    }
    assert_eq!(of(&short_one)["replay"]["allowed"], 6);
    assert!(policy["size"].as_u64() < of(&long)["policies"][0]["size"].as_u64());
    assert_eq!(of(&long)["policies"][0].get("shortened"), None);

    let ran = generate(folder.path(), &["--shorten"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let notes: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("# shortened: ")).collect();
    assert_eq!(notes, [format!("# shortened: {told}")]);
    assert!(!generate(folder.path(), &[]).out.contains("shortened"));
}

/// Every action of today's is granted by both or by neither; of names that AWS does not have, only the short one grants some.
#[test]
fn the_short_policy_is_proved_to_allow_what_the_long_one_does() {
    let folder = logs();
    for (more, name) in [(&[][..], "long.json"), (&["--shorten"], "short.json")] {
        let policy = generate(folder.path(), &[more, &["--as", "json"]].concat());
        std::fs::write(folder.path().join(name), policy.out).unwrap();
    }
    for arguments in [&["--shorten", "--current", "long.json"][..], &["--current", "short.json"]] {
        let ran = generate(folder.path(), arguments);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.out.contains("# no new access against the current policies: proved"), "{}", ran.out);
    }
    for (worlds, verdict, code) in [("aws", "no new access: proved", 0), ("any", "new access:", 1)] {
        let ran = run_in(folder.path(), &["compare", "long.json", "short.json", "--worlds", worlds]);
        assert_eq!(ran.code, Some(code), "{ran:?}");
        assert!(ran.out.starts_with(verdict), "{}", ran.out);
    }
}

#[test]
fn it_comes_out_short_in_every_language_and_form() {
    let folder = logs();
    for language in ["json", "yaml", "terraform", "terraform-document", "cloudformation", "cli"] {
        let ran = generate(folder.path(), &["--shorten", "--as", language]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.out.contains("ec2:DescribeVolumes*") && ran.out.contains("sqs:Send*"), "{}", ran.out);
        assert!(!ran.out.contains("SqsReadWrite"), "{}", ran.out);
        assert_eq!(ran.out, generate(folder.path(), &["--as", language, "--shorten"]).out);
    }
    let forms =
        ["inline-role", "inline-user", "inline-group", "boundary", "session", "permission-set", "scp"];
    for form in forms {
        let answer = generated(folder.path(), &["--shorten", "--form", form]);
        let of = &answer["principals"][0];
        assert_eq!(of["policies"][0]["document"]["Statement"], short(), "{form}");
        assert_eq!((&of["policies"][0]["errors"], &of["replay"]["notAllowed"]), (&Value::Null, &json!([])));
    }
    let ran = generate(folder.path(), &["--shorten", "-o", "policies"]);
    assert!(ran.out.contains("# shortened: "), "{}", ran.out);
    let written = std::fs::read(folder.path().join("policies/111122223333-role-web-used.json")).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&written).unwrap()["Statement"], short());
}

#[test]
fn other_switches_hold_and_other_sources_are_left_as_they_are() {
    let folder = logs();
    let statements = |more: &[&str]| {
        let answer = generated(folder.path(), &[&["--shorten"], more].concat());
        answer["principals"][0]["policies"][0]["document"]["Statement"].clone()
    };
    // What is left out is in the catalogue, and keeps the rest apart.
    let without = statements(&["--exclude-actions", "ec2:DescribeVolumeStatus"]);
    assert_eq!(without[0]["Action"], json!(["ec2:DescribeVolumes", "ec2:DescribeVolumesM*"]));
    // `GetQueueAttributes` is granted beside `GetQueueUrl`: there is no other `Get`.
    assert_eq!(
        statements(&["--keep-read"])[1]["Action"],
        json!(["sqs:Get*", "sqs:ReceiveMessage", "sqs:Send*"])
    );
    let made = ["generate", "--actions", "sqs:SendMessage", "--resources", QUEUE, "--as", "json"];
    let plain = run_in(folder.path(), &made);
    assert_eq!(run_in(folder.path(), &[&made[..], &["--shorten"]].concat()).out, plain.out);
    assert!(plain.out.contains("\"sqs:SendMessage\""), "{}", plain.out);
}

#[test]
fn the_configuration_may_ask_for_it() {
    for (file, text) in [("leastwise.yaml", "generate:\n  shorten: true\n"), ("iamlp.yml", "shorten: true\n")]
    {
        let folder = logs();
        std::fs::write(folder.path().join(file), text).unwrap();
        let answer = generated(folder.path(), &[]);
        assert_eq!(answer["principals"][0]["policies"][0]["document"]["Statement"], short(), "{file}");
    }
}
