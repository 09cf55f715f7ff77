//! Trust policies from logs and from both forms of usage files.

use serde_json::{Value, json};

use crate::run::leastwise;

const DEPLOY: &str = "arn:aws:iam::111122223333:role/ci/deploy";

fn asked(id: usize, identity: &Value, role: &str, more: &Value) -> Value {
    let mut event = json!({
        "eventVersion": "1.11", "eventType": "AwsApiCall", "eventTime": "2026-11-20T08:00:00Z", "awsRegion": "eu-west-1",
        "eventSource": "sts.amazonaws.com", "eventName": "AssumeRole", "recipientAccountId": "111122223333",
        "eventID": format!("00000000-0000-4000-a000-{id:012}"), "userIdentity": identity,
        "requestParameters": { "roleArn": role, "roleSessionName": "s", "externalId": "acme" }
    });
    event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    event
}

#[test]
fn whom_a_role_trusts_is_told_with_its_ground() {
    let ann = json!({ "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ann", "accountId": "111122223333" });
    let other = json!({ "type": "AWSAccount", "accountId": "999988887777", "principalId": "AROAEXAMPLE:s" });
    let events = [
        asked(1, &ann, DEPLOY, &json!({})),
        asked(2, &other, DEPLOY, &json!({})),
        asked(3, &ann, "arn:aws:iam::111122223333:role/admin", &json!({ "errorCode": "AccessDenied" })),
    ];
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("log.json"), json!({ "Records": events }).to_string()).unwrap();

    let trust = ["--form", "trust", "--principal", "arn:aws:iam::*:role/ci/*", "--format", "json"];
    let answer = leastwise(&[&["generate", "--trail", &path("log.json")], &trust[..]].concat()).json();
    let of = &answer["principals"][0];
    assert_eq!((of["principal"].as_str(), answer["total"].as_u64()), (Some(DEPLOY), Some(1)));
    assert_eq!(
        of["policies"][0]["document"]["Statement"],
        json!([{ "Sid": "AssumedByPrincipals", "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:user/ann" },
            "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "sts:ExternalId": "acme" } } }])
    );
    assert_eq!(of["takenBy"]["trusted"][0]["eventIds"], json!(["00000000-0000-4000-a000-000000000001"]));
    assert_eq!(of["takenBy"]["notTrusted"][0]["reason"], "only-account-known");
    assert_eq!(of["takenBy"]["notAllowed"], Value::Null);

    for usage in ["usage.json", "usage.parquet"] {
        let ran = leastwise(&["analyze", &path("log.json"), "-o", &path(usage)]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let from_usage = leastwise(&[&["generate", "--usage", &path(usage)], &trust[..]].concat()).json();
        assert_eq!(from_usage["principals"], answer["principals"], "{usage}");
    }

    let ran = leastwise(&["generate", "--trail", &path("log.json"), "--form", "trust"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("# no policy: nobody who can be named was given a session"), "{}", ran.out);
    assert!(
        ran.out.contains("# not trusted: arn:aws:iam::999988887777:root (sts:AssumeRole)"),
        "{}",
        ran.out
    );
}

#[test]
fn what_makes_no_sense_with_trust_is_refused() {
    let examples = ["generate", "--trail", "examples/cloudtrail", "--form", "trust"];
    for (more, expected) in [
        (&["--together", "all"][..], "each role alone"),
        (&["--current", "examples/policies/reader.json"], "not compared with current ones"),
        (&["--shorten"], "not shortened"),
        (&["--principal", "arn:aws:iam::1:role/none"], "no role that was asked for matches"),
    ] {
        let ran = leastwise(&[&examples[..], more].concat());
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(expected), "{}", ran.err);
    }
}
