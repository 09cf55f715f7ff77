//! Access previews: made, asked for, and told page by page.

use serde_json::{Value, json};

use crate::aws_served::{Served, policy, statement};

const ANALYZER: &str = "arn:aws:access-analyzer:us-east-1:123456789012:analyzer/leastwise";
const ROLE: &str = "arn:aws:iam::123456789012:role/app";

fn create(served: &Served, resource: &str, configuration: &Value) -> (u16, Value) {
    let request = json!({"analyzerArn": ANALYZER, "configurations": {resource: configuration}});
    let reply = served.0.send("PUT", "/access-preview", request.to_string().as_bytes(), &[]);
    (reply.status, reply.json())
}

fn get(served: &Served, id: &str) -> (u16, Value) {
    let reply = served.0.get(&format!("/access-preview/{id}?analyzerArn={}", ANALYZER.replace('/', "%2F")));
    (reply.status, reply.json())
}

fn list(served: &Served, id: &str, mut request: Value) -> (u16, Value) {
    request["analyzerArn"] = ANALYZER.into();
    let reply = served.json(&format!("/access-preview/{id}"), &request);
    (reply.status, serde_json::from_str(&reply.text).unwrap())
}

/// The findings about a policy.
fn findings(served: &Served, resource: &str, configuration: &Value) -> Vec<Value> {
    let (status, made) = create(served, resource, configuration);
    assert_eq!(status, 200, "{made}");
    let id = made["id"].as_str().unwrap();
    let (_, preview) = get(served, id);
    assert_eq!(preview["accessPreview"]["status"], "COMPLETED", "{preview}");
    assert_eq!(preview["accessPreview"]["configurations"], json!({resource: configuration}));
    list(served, id, json!({})).1["findings"].as_array().unwrap().clone()
}

fn trust(principal: &Value, action: &str, condition: &Value) -> Value {
    json!({"Effect": "Allow", "Principal": principal, "Action": action, "Condition": condition})
}

/// Who is external to an account: <https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-concepts.html>.
#[test]
fn those_outside_of_the_account_are_found_one_by_one() {
    let served = Served::start();
    let own = ["123456789012", "arn:aws:iam::123456789012:role/other"];
    let is_own = json!({"StringEquals": {"aws:PrincipalAccount": "123456789012"}});
    let of_organization = json!({"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}});
    let saml = json!({"Federated": "arn:aws:iam::123456789012:saml-provider/corporate"});
    for (principal, action, condition, expected) in [
        (json!({"Service": "ec2.amazonaws.com"}), "sts:AssumeRole", json!({}), vec![]),
        (json!({"AWS": own}), "sts:AssumeRole", json!({}), vec![]),
        (json!({"AWS": "*"}), "sts:AssumeRole", is_own, vec![]),
        (json!({"AWS": "*"}), "sts:AssumeRole", of_organization, vec![("AWS", "*", false)]),
        (json!("*"), "sts:AssumeRole", json!({}), vec![("AWS", "*", true)]),
        (
            json!({"AWS": [own[1], "111122223333", "arn:aws:iam::444455556666:user/ana"]}),
            "sts:AssumeRole",
            json!({}),
            vec![("AWS", "111122223333", false), ("AWS", "arn:aws:iam::444455556666:user/ana", false)],
        ),
        (
            saml.clone(),
            "sts:AssumeRoleWithSAML",
            json!({"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}),
            vec![("Federated", saml["Federated"].as_str().unwrap(), false)],
        ),
    ] {
        let text = policy(&[trust(&principal, action, &condition)]);
        let found = findings(&served, ROLE, &json!({"iamRole": {"trustPolicy": text}}));
        let told: Vec<_> =
            found.iter().map(|told| (told["principal"].clone(), told["isPublic"].clone())).collect();
        let expected: Vec<_> =
            expected.into_iter().map(|(kind, name, public)| (json!({kind: name}), json!(public))).collect();
        assert_eq!(told, expected, "{text}");
        for told in &found {
            assert_eq!(told["action"], json!([action]));
            assert_eq!((&told["resource"], &told["resourceType"]), (&json!(ROLE), &json!("AWS::IAM::Role")));
            assert_eq!((&told["status"], &told["changeType"]), (&json!("ACTIVE"), &json!("NEW")));
        }
    }
}

#[test]
fn what_is_denied_is_not_found_and_what_is_not_known_is() {
    let served = Served::start();
    let bucket = |statements: &[Value]| json!({"s3Bucket": {"bucketPolicy": policy(statements)}});
    let mut open = statement("Allow", "s3:GetObject", "arn:aws:s3:::acme/*");
    open["Principal"] = json!({"AWS": "111122223333"});
    let mut fence = statement("Deny", "s3:*", "*");
    fence["Principal"] = "*".into();
    fence["Condition"] = json!({"StringNotEquals": {"aws:PrincipalAccount": "123456789012"}});
    let acme = "arn:aws:s3:::acme";
    assert_eq!(findings(&served, acme, &bucket(&[open.clone()])).len(), 1);
    assert_eq!(findings(&served, acme, &bucket(&[open.clone(), fence])), Vec::<Value>::new());
    let mut canonical = open.clone();
    canonical["Principal"] = json!({"CanonicalUser": "7".repeat(64)});
    assert_eq!(findings(&served, acme, &bucket(&[canonical])).len(), 1);
    open["Condition"] = json!({"StringAlmostEquals": {"aws:PrincipalTag/team": "a"}});
    let odd = findings(&served, acme, &bucket(&[open]));
    assert!(odd[0]["error"].as_str().unwrap().ends_with("not known"), "{odd:?}");
}

#[test]
fn findings_are_told_page_by_page() {
    let served = Served::start();
    let accounts: Vec<_> = (1..=25).map(|at| format!("{at:012}")).collect();
    let text = policy(&[trust(&json!({"AWS": accounts}), "sts:AssumeRole", &json!({}))]);
    let (_, made) = create(&served, ROLE, &json!({"iamRole": {"trustPolicy": text}}));
    let id = made["id"].as_str().unwrap();
    let (mut told, mut request) = (Vec::new(), json!({"maxResults": 10}));
    loop {
        let (status, page) = list(&served, id, request.clone());
        assert_eq!(status, 200, "{page}");
        told.extend(page["findings"].as_array().unwrap().clone());
        let Some(next) = page.get("nextToken") else { break };
        request["nextToken"] = next.clone();
    }
    let who: Vec<_> = told.iter().map(|told| told["principal"]["AWS"].as_str().unwrap()).collect();
    assert_eq!(who, accounts);
    for wrong in [
        json!({"nextToken": "25-0"}),
        json!({"maxResults": 0}),
        json!({"filter": {"isPublic": {"eq": ["true"]}}}),
    ] {
        let (status, refused) = list(&served, id, wrong.clone());
        assert_eq!((status, refused["findings"].is_null()), (400, true), "{wrong}");
    }
}

#[test]
fn what_cannot_be_previewed_is_said() {
    let served = Served::start();
    let text = policy(&[statement("Allow", "sqs:SendMessage", "*")]);
    for (configuration, reason) in [
        (json!({"ebsSnapshot": {"userIds": ["111122223333"]}}), "notSupported"),
        (
            json!({"s3Bucket": {"bucketPolicy": text, "bucketAclGrants": [{"permission": "READ"}]}}),
            "notSupported",
        ),
        (json!({"kmsKey": {"keyPolicies": {"default": text, "other": text}}}), "notSupported"),
        (json!({"sqsQueue": {}}), "fieldValidationFailed"),
        (json!({}), "fieldValidationFailed"),
    ] {
        let (status, refused) = create(&served, "arn:aws:sqs:us-east-1:123456789012:q", &configuration);
        assert_eq!((status, &refused["reason"]), (400, &json!(reason)), "{configuration}: {refused}");
    }
    for broken in ["{", "{}", "[]"] {
        let (_, made) = create(&served, ROLE, &json!({"iamRole": {"trustPolicy": broken}}));
        let (_, preview) = get(&served, made["id"].as_str().unwrap());
        let preview = &preview["accessPreview"];
        assert_eq!(
            (&preview["status"], &preview["statusReason"]["code"]),
            (&json!("FAILED"), &json!("INVALID_CONFIGURATION")),
            "{broken}"
        );
    }
    let stray = "00000000-0000-4000-8000-000000000000";
    for (status, refused) in [get(&served, stray), get(&served, "%ff"), list(&served, stray, json!({}))] {
        assert_eq!((status, &refused["resourceType"]), (404, &json!("AccessPreview")), "{refused}");
    }
}
