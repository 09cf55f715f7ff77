//! What is generated is held to the form that it is to have: its kind of policy and its quotas.

use serde_json::{Value, json};

use crate::run::leastwise;

const ACTION: [&str; 5] = ["generate", "--actions", "s3:GetObject", "--format", "json"];

fn resources(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("arn:aws:s3:::acme-{number:03}/twenty-more-letters-/x")).collect()
}

/// A policy for the reading of so many buckets.
fn made(count: usize, more: &[&str]) -> crate::run::Ran {
    let resources = resources(count);
    let resources: Vec<&str> = resources.iter().map(String::as_str).collect();
    leastwise(&[&ACTION[..], more, &["--resources"], &resources].concat())
}

#[test]
fn a_policy_from_actions_is_held_to_the_quota_of_its_form() {
    // Some 5,000 characters: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    for (form, quota) in [
        ("identity", None),
        ("inline-role", None),
        ("permission-set", None),
        ("inline-user", Some(("user-inline-policies.total", 2048))),
        ("session", Some(("session-policy.size", 2048))),
    ] {
        let ran = made(100, &["--form", form]);
        let answer = ran.json();
        let overflow = &answer["principals"][0]["overflow"];
        match quota {
            None => assert_eq!((ran.code, overflow), (Some(0), &Value::Null), "{form}"),
            Some((name, limit)) => {
                assert_eq!(ran.code, Some(1), "{form}");
                assert_eq!((&overflow["quota"], &overflow["limit"]), (&json!(name), &json!(limit)), "{form}");
                assert_eq!(overflow["needed"], answer["principals"][0]["policies"][0]["size"], "{form}");
            }
        }
    }
}

/// Of a form that has more room than a managed policy, that room counts, and of one that has none beside, the policy is shown with what it is over.
#[test]
fn a_policy_from_actions_is_held_to_no_other_quota() {
    for (form, quota) in [
        ("scp", None),
        ("permission-set", None),
        ("inline-role", None),
        ("identity", Some(("managed-policy.size", 6144))),
        ("boundary", Some(("managed-policy.size", 6144))),
        ("inline-group", Some(("group-inline-policies.total", 5120))),
    ] {
        let ran = made(150, &["--form", form]);
        let answer = ran.json();
        let overflow = &answer["principals"][0]["overflow"];
        let expected = quota.map_or(Value::Null, |(name, limit)| {
            let needed = answer["principals"][0]["policies"][0]["size"].as_u64();
            assert!(needed > Some(6144), "{needed:?}");
            let unit = "characters";
            json!({ "quota": name, "unit": unit, "limit": limit, "needed": needed })
        });
        assert_eq!((ran.code, overflow), (Some(i32::from(quota.is_some())), &expected), "{form}");
        assert!(!answer["principals"][0]["notes"].to_string().contains("quota"), "{form}");
    }
    // `build policy` writes identity policies, of which the smallest quota is that of a managed one.
    let all = resources(150);
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let refused =
        leastwise(&[&["build", "policy", "--action", "s3:GetObject", "--resource"], &all[..]].concat());
    assert!(refused.code == Some(2) && refused.err.contains("policy-size-exceeds-identity-policy-quota"));
}

/// What AWS gets is what counts where white space does, whoever hands it over.
#[test]
fn what_is_handed_over_fits_in_every_language() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let only = |extension: &str| {
        let path = std::fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path());
        let mut path = path.filter(|path| path.to_str().unwrap().ends_with(extension));
        std::fs::read_to_string(path.next().unwrap()).unwrap()
    };
    for (form, count, limit) in [("scp", 190, 10_240), ("permission-set", 190, 10_240), ("session", 35, 2048)]
    {
        for language in ["json", "terraform-document", "cli"] {
            assert_eq!(
                made(count, &["--form", form, "--as", language, "-o", out]).code,
                Some(0),
                "{form} {language}"
            );
        }
        let text = only(".json");
        assert!(text.len() <= limit && text.len() + 9 * count > limit, "{form}: {}", text.len());
        // Terraform's `json` is written with two blanks a level: the same text, indented.
        let script = only(".sh");
        let handed = script.split('\'').find(|part| part.starts_with("{\"Version\"")).unwrap();
        assert_eq!(handed, text.trim_end(), "{form}");
        assert!(only(".tf").contains(".minified_json\n"), "{form}");
    }
}

/// Usage keeps fewer resources of one call than a policy has room for.
const EVENTS: [&str; 4] = ["SendMessage", "ReceiveMessage", "DeleteMessage", "PurgeQueue"];

/// The size of an SCP is that of the text that is handed over, white space and all:
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>
#[test]
fn white_space_does_not_make_a_policy_too_large() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.json");
    let log = path.to_str().unwrap();
    // Some 60 characters with quotes and a comma, and nine more if they are indented.
    for (form, count, limit) in [("scp", 160, 10_240), ("permission-set", 160, 10_240), ("session", 30, 2048)]
    {
        let queue = |number| format!("arn:aws:sqs:eu-west-1:111122223333:jobs-of-the-queue-{number:03}");
        let call = |number: u32| {
            json!({
                "eventVersion": "1.11", "eventType": "AwsApiCall", "eventTime": "2026-11-20T08:00:00Z",
                "eventSource": "sqs.amazonaws.com", "eventName": EVENTS[number as usize / 45], "awsRegion": "eu-west-1",
                "eventID": format!("00000000-0000-4000-a000-{number:012}"), "recipientAccountId": "111122223333",
                "userIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ana" },
                "resources": [{ "ARN": queue(number) }]
            })
        };
        let calls: Vec<_> = (0..count).map(call).collect();
        std::fs::write(&path, json!({ "Records": calls }).to_string()).unwrap();
        let command = ["generate", "--trail", log, "--form", form, "--generalise", "0"];
        let ran = leastwise(&command);
        assert_eq!(
            ran.code,
            Some(0),
            "{form} {}",
            ran.out.lines().filter(|line| line.contains("error")).collect::<String>()
        );
        let ran = leastwise(&[&command[..], &["--as", "json"]].concat());
        let written = ran.out.lines().find(|line| line.starts_with('{')).unwrap().len();
        assert!(written < limit && written + 9 * count as usize > limit, "{form}: {written}");
    }
}

#[test]
fn a_policy_from_actions_is_compared_with_the_current_ones() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("current.json");
    let current = path.to_str().unwrap();
    let statement = |resource: &str| json!({ "Effect": "Allow", "Action": "s3:Get*", "Resource": resource });
    for (resource, verdict, code) in
        [("arn:aws:s3:::acme-*/*", "none", 0), ("arn:aws:s3:::acme-001/*", "witness", 1)]
    {
        let policy = json!({ "Version": "2012-10-17", "Statement": [statement(resource)] });
        std::fs::write(&path, policy.to_string()).unwrap();
        for form in ["identity", "boundary", "scp"] {
            let ran = made(3, &["--form", form, "--current", current]);
            assert_eq!(ran.code, Some(code), "{form} {resource} {ran:?}");
            assert_eq!(ran.json()["principals"][0]["newAccess"]["verdict"], verdict, "{form} {resource}");
        }
    }
}

#[test]
fn nobody_is_trusted_because_of_actions() {
    let ran = made(1, &["--form", "trust"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("who is trusted follows from usage"), "{ran:?}");
}
