//! Access Analyzer's custom policy checks over real sockets.

use serde_json::{Value, json};

use crate::aws_served::{Reply, Served, policy, statement};

const NO_NEW_ACCESS: &str = "/policy/check-no-new-access";
const NOT_GRANTED: &str = "/policy/check-access-not-granted";
const NOT_PUBLIC: &str = "/policy/check-no-public-access";

fn result(reply: &Reply) -> (String, Value) {
    let answer = reply.value();
    let members: Vec<_> = answer.as_object().unwrap().keys().collect();
    assert_eq!(members, ["result", "message", "reasons"]);
    (answer["result"].as_str().unwrap().to_owned(), answer)
}

#[test]
fn new_access_is_told_with_a_request_that_shows_it() {
    let served = Served::start();
    let ask = |old: &str, new: &str, kind: &str| {
        let request = json!({"existingPolicyDocument": old, "newPolicyDocument": new, "policyType": kind});
        result(&served.json(NO_NEW_ACCESS, &request))
    };
    let narrow = policy(&[statement("Allow", "s3:GetObject", "arn:aws:s3:::acme/*")]);
    let mut granting = statement("Allow", "s3:*", "*");
    granting["Sid"] = "All".into();
    let wide = policy(&[statement("Deny", "s3:DeleteBucket", "*"), granting]);
    let (passed, answer) = ask(&wide, &narrow, "IDENTITY_POLICY");
    assert_eq!((passed.as_str(), &answer["reasons"]), ("PASS", &json!([])));
    let (failed, answer) = ask(&narrow, &wide, "IDENTITY_POLICY");
    assert_eq!(failed, "FAIL");
    let reason = &answer["reasons"][0];
    assert_eq!((&reason["statementIndex"], &reason["statementId"]), (&json!(1), &json!("All")));
    assert!(reason["description"].as_str().unwrap().contains(" may s3:"), "{answer}");

    let trust = |principal: &str| {
        policy(&[json!({"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole"})])
    };
    assert_eq!(ask(&trust("111122223333"), &trust("111122223333"), "RESOURCE_POLICY").0, "PASS");
    assert_eq!(ask(&trust("111122223333"), &trust("*"), "RESOURCE_POLICY").0, "FAIL");
}

#[test]
fn access_that_must_not_be_granted() {
    let served = Served::start();
    let granted = policy(&[statement("Allow", "s3:Get*", "arn:aws:s3:::acme/*")]);
    let ask = |access: Value| {
        let request = json!({"policyDocument": granted, "access": [access], "policyType": "IDENTITY_POLICY"});
        result(&served.json(NOT_GRANTED, &request)).0
    };
    assert_eq!(ask(json!({"actions": ["s3:PutObject"]})), "PASS");
    assert_eq!(ask(json!({"actions": ["s3:PutObject", "s3:GetObject"]})), "FAIL");
    assert_eq!(ask(json!({"resources": ["arn:aws:s3:::other/*"]})), "PASS");
    assert_eq!(ask(json!({"resources": ["arn:aws:s3:::acme/k"]})), "FAIL");
    assert_eq!(ask(json!({"actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::other/k"]})), "PASS");
}

#[test]
fn public_access() {
    let served = Served::start();
    let ask = |principal: Value| {
        let bucket = policy(&[json!({
            "Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme/*",
        })]);
        let request = json!({"policyDocument": bucket, "resourceType": "AWS::S3::Bucket"});
        result(&served.json(NOT_PUBLIC, &request)).0
    };
    assert_eq!(ask(json!("*")), "FAIL");
    assert_eq!(ask(json!({"AWS": "arn:aws:iam::111122223333:root"})), "PASS");
}

/// The operator is none, so nobody knows when the statement applies.
#[test]
fn what_is_not_known_does_not_pass() {
    let served = Served::start();
    let mut odd = statement("Allow", "s3:GetObject", "*");
    odd["Condition"] = json!({"StringAlmostEquals": {"aws:PrincipalTag/team": "a"}});
    let request = json!({
        "policyDocument": policy(&[odd]), "access": [{"actions": ["s3:GetObject"]}], "policyType": "IDENTITY_POLICY",
    });
    let (failed, answer) = result(&served.json(NOT_GRANTED, &request));
    assert_eq!(failed, "FAIL");
    assert!(answer["message"].as_str().unwrap().ends_with("is not known, which counts as FAIL"), "{answer}");
    assert!(!answer["reasons"].as_array().unwrap().is_empty(), "{answer}");
}

#[test]
fn faults_tell_what_is_wrong() {
    let served = Served::start();
    let sound = policy(&[statement("Allow", "s3:GetObject", "*")]);
    let granted = |policy: &str, access: Value| json!({"policyDocument": policy, "access": access, "policyType": "IDENTITY_POLICY"});
    let many: Vec<_> = (0..101).map(|index| format!("s3:Get{index}")).collect();
    for (path, request, status, fault) in [
        (
            NO_NEW_ACCESS,
            json!({"newPolicyDocument": sound, "policyType": "IDENTITY_POLICY"}),
            400,
            "ValidationException",
        ),
        (
            NO_NEW_ACCESS,
            json!({"newPolicyDocument": sound, "existingPolicyDocument": "{", "policyType": "IDENTITY_POLICY"}),
            422,
            "UnprocessableEntityException",
        ),
        (
            NO_NEW_ACCESS,
            json!({"newPolicyDocument": sound, "existingPolicyDocument": sound, "policyType": "SERVICE_CONTROL_POLICY"}),
            400,
            "ValidationException",
        ),
        (NOT_GRANTED, granted(&sound, json!([])), 400, "ValidationException"),
        (NOT_GRANTED, granted(&sound, json!([{}])), 400, "ValidationException"),
        (NOT_GRANTED, granted(&sound, json!([{"actions": many}])), 400, "ValidationException"),
        (NOT_GRANTED, granted(&sound, json!([{"actions": ["s3"]}])), 400, "InvalidParameterException"),
        (
            NOT_GRANTED,
            granted("[]", json!([{"actions": ["s3:GetObject"]}])),
            422,
            "UnprocessableEntityException",
        ),
        (NOT_PUBLIC, json!({"policyDocument": sound}), 400, "ValidationException"),
        (
            NOT_PUBLIC,
            json!({"policyDocument": sound, "resourceType": "bucket"}),
            400,
            "InvalidParameterException",
        ),
    ] {
        let reply = served.json(path, &request);
        let (was, named, body) = reply.refused();
        assert_eq!((was, named), (status, fault), "{path} {request}: {body}");
        assert!(!body["message"].as_str().unwrap().is_empty());
    }
}
