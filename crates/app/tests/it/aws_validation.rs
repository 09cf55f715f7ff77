//! `ValidatePolicy` over real sockets.

use std::fs;

use serde_json::{Value, json};

use crate::aws_served::{Served, policy, statement};
use crate::run::leastwise;

const PATH: &str = "/policy/validation";

fn codes(answer: &Value) -> Vec<&str> {
    answer["findings"].as_array().unwrap().iter().map(|found| found["issueCode"].as_str().unwrap()).collect()
}

/// Several faults of different kinds.
fn faulty() -> String {
    policy(&[
        statement("Allow", "s3:GetObjekt", "*"),
        statement("Allow", "iam:PassRole", "*"),
        json!({"Sid": "", "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}),
    ])
}

#[test]
fn findings_are_those_of_the_command_line() {
    let served = Served::start();
    let request = json!({"policyDocument": faulty(), "policyType": "IDENTITY_POLICY", "locale": "EN"});
    let answer = served.json(PATH, &request).value();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("policy.json");
    fs::write(&file, faulty()).unwrap();
    let told =
        leastwise(&["validate", file.to_str().unwrap(), "--type", "identity", "--format", "access-analyzer"]);
    assert_eq!(answer, told.json());
    assert_eq!(answer["findings"][0]["issueCode"], "INVALID_ACTION");
    let path = &answer["findings"][0]["locations"][0]["path"];
    assert_eq!(*path, json!([{"value": "Statement"}, {"index": 0}, {"value": "Action"}]));
}

#[test]
fn findings_come_page_by_page() {
    let served = Served::start();
    let request = json!({"policyDocument": faulty(), "policyType": "IDENTITY_POLICY"});
    let whole = served.json(PATH, &request).value();
    assert!(whole.get("nextToken").is_none());
    let (mut paged, mut token) = (Vec::new(), None);
    loop {
        let next = token.map_or(String::new(), |token: String| format!("&nextToken={token}"));
        let answer = served.json(&format!("{PATH}?maxResults=1{next}"), &request).value();
        let findings = answer["findings"].as_array().unwrap();
        assert_eq!(findings.len(), 1);
        paged.extend(findings.clone());
        match answer["nextToken"].as_str() {
            Some(next) => token = Some(next.to_owned()),
            None => break,
        }
    }
    assert_eq!(Value::Array(paged), whole["findings"]);
    assert!(codes(&whole).len() > 2, "{whole}");

    let first = served.json(&format!("{PATH}?maxResults=1"), &request).value();
    let other = json!({"policyDocument": policy(&[]), "policyType": "IDENTITY_POLICY"});
    let token = first["nextToken"].as_str().unwrap();
    let reply = served.json(&format!("{PATH}?nextToken={token}"), &other);
    assert_eq!(reply.refused().1, "ValidationException");
    assert_eq!(reply.refused().2["fieldList"][0]["name"], "nextToken");
}

/// What is right in one kind of policy is wrong in another.
#[test]
fn the_type_decides_what_is_right() {
    let served = Served::start();
    let trust = policy(&[json!({
        "Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole",
    })]);
    let role = "AWS::IAM::AssumeRolePolicyDocument";
    let errors = |kind: &str, resource_type: Option<&str>, document: &str| {
        let mut request = json!({"policyDocument": document, "policyType": kind});
        if let Some(resource_type) = resource_type {
            request["validatePolicyResourceType"] = resource_type.into();
        }
        let answer = served.json(PATH, &request).value();
        let errors =
            answer["findings"].as_array().unwrap().iter().filter(|found| found["findingType"] == "ERROR");
        errors.count() > 0
    };
    assert!(!errors("RESOURCE_POLICY", Some(role), &trust));
    assert!(!errors("RESOURCE_POLICY", None, &trust));
    assert!(errors("IDENTITY_POLICY", None, &trust));
    let allow = policy(&[statement("Allow", "s3:GetObject", "*")]);
    assert!(!errors("IDENTITY_POLICY", None, &allow));
    assert!(!errors("SERVICE_CONTROL_POLICY", None, &allow));
    assert!(errors("RESOURCE_POLICY", Some("AWS::S3::Bucket"), &allow));
    // A resource control policy of one's own only denies.
    assert!(errors("RESOURCE_CONTROL_POLICY", None, &allow));
    let deny = policy(&[json!({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"})]);
    assert!(!errors("RESOURCE_CONTROL_POLICY", None, &deny));
}

#[test]
fn a_broken_policy_is_a_finding_and_not_a_fault() {
    let served = Served::start();
    let request = json!({"policyDocument": "{\"Version\": \"2012-10-17\",", "policyType": "IDENTITY_POLICY"});
    let answer = served.json(PATH, &request).value();
    assert_eq!(answer["findings"][0]["findingType"], "ERROR");
}

#[test]
fn faults_name_the_member() {
    let served = Served::start();
    let sound = policy(&[]);
    for (path, request, member) in [
        (PATH, json!({"policyType": "IDENTITY_POLICY"}), "policyDocument"),
        (PATH, json!({"policyType": "IDENTITY_POLICY", "policyDocument": ""}), "policyDocument"),
        (
            PATH,
            json!({"policyType": "IDENTITY_POLICY", "policyDocument": "Version: 2012-10-17"}),
            "policyDocument",
        ),
        (PATH, json!({"policyType": "IDENTITY_POLICY", "policyDocument": {}}), "policyDocument"),
        (PATH, json!({"policyDocument": sound}), "policyType"),
        (PATH, json!({"policyDocument": sound, "policyType": "identity"}), "policyType"),
        (PATH, json!({"policyDocument": sound, "policyType": "IDENTITY_POLICY", "locale": "XX"}), "locale"),
        (
            PATH,
            json!({"policyDocument": sound, "policyType": "IDENTITY_POLICY", "validatePolicyResourceType": "AWS::S3::Bucket"}),
            "validatePolicyResourceType",
        ),
        (
            PATH,
            json!({"policyDocument": sound, "policyType": "RESOURCE_POLICY", "validatePolicyResourceType": "bucket"}),
            "validatePolicyResourceType",
        ),
        (
            "/policy/validation?maxResults=0",
            json!({"policyDocument": sound, "policyType": "IDENTITY_POLICY"}),
            "maxResults",
        ),
    ] {
        let reply = served.json(path, &request);
        let (status, fault, body) = reply.refused();
        assert_eq!((status, fault), (400, "ValidationException"), "{request}");
        assert_eq!(body["reason"], "fieldValidationFailed");
        assert_eq!(body["fieldList"][0]["name"], member, "{body}");
        assert!(!body["fieldList"][0]["message"].as_str().unwrap().is_empty());
    }
    let reply = served.send(PATH, "application/json", "{", &[]);
    assert_eq!(reply.refused().2["reason"], "cannotParse");
    assert_eq!(reply.refused().0, 400);
}

#[test]
fn requests_are_counted() {
    let served = Served::start();
    let ids = [(); 2].map(|()| served.json(PATH, &json!({})).id);
    assert_eq!(ids, ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"]);
}

#[test]
fn there_is_an_analyzer_and_previews_are_not_listed() {
    let served = Served::start();
    let get = |path: &str| {
        let reply = served.0.get(path);
        (reply.status, reply.json())
    };
    let (status, listed) = get("/analyzer?type=ACCOUNT");
    assert_eq!((status, &listed["analyzers"][0]["status"]), (200, &json!("ACTIVE")));
    assert_eq!(get("/analyzer?type=ORGANIZATION").1, json!({"analyzers": []}));
    let (status, refused) = get("/access-preview");
    assert_eq!((status, &refused["reason"]), (400, &json!("notSupported")));
}

#[test]
fn a_token_comes_with_the_credentials() {
    let token = "a-token-of-some-length";
    let served = Served::with_token(Some(token));
    let request = json!({"policyDocument": policy(&[]), "policyType": "IDENTITY_POLICY"});
    let reply = served.json(PATH, &request);
    assert_eq!((reply.refused().0, reply.refused().1), (403, "AccessDeniedException"));
    let ask = |name: &str, value: &str| {
        served.send(PATH, "application/json", &request.to_string(), &[(name, value)]).status
    };
    assert_eq!(ask("x-amz-security-token", token), 200);
    assert_eq!(ask("x-amz-security-token", "another-token-of-some-length"), 403);

    let reply = served.form("GetCallerIdentity", &[]);
    assert_eq!((reply.status, reply.elements("Code")), (403, vec!["AccessDenied"]));
}

#[test]
fn bodies_have_a_limit() {
    let served = Served::start();
    let head = "POST /policy/validation HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9000000\r\n\r\n";
    let answer = served.0.say(head);
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.contains("x-amzn-errortype: RequestEntityTooLargeException\r\n"), "{answer}");
}
