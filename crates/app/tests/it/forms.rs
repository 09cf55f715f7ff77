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
