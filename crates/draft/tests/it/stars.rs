//! Stars that callers write into their requests: nobody gets a pattern by asking for something of such a name.

use serde_json::{Value, json};

use crate::conditions::with;
use crate::{draft_of, event};

fn call(
    id: usize,
    source: &str,
    name: &str,
    resources: &[&str],
    parameters: &Value,
    error: Option<&str>,
) -> Value {
    let more = json!({ "requestParameters": parameters, "errorCode": error });
    with(event(id, source, name, resources), more)
}

/// By the rules of IAM a star in a name is written `${*}`:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>. Most services refuse such names, some before they
/// ask for any permission; objects may have them.
#[test]
fn a_star_in_a_request_is_part_of_a_name() {
    let here = |service: &str, rest: &str| format!("arn:aws:{service}:eu-west-1:111122223333:{rest}");
    let roles = "arn:aws:iam::111122223333:role/*";
    let object = "arn:aws:s3:::acme/logs/*";
    for (source, name, resources, parameters, action, written) in [
        ("sts", "AssumeRole", &[][..], json!({ "roleArn": roles }), "sts:AssumeRole", roles.to_owned()),
        (
            "lambda",
            "CreateFunction20150331",
            &[],
            json!({ "functionName": "f", "role": roles }),
            "iam:PassRole",
            roles.to_owned(),
        ),
        (
            "kms",
            "Encrypt",
            &[],
            json!({ "keyId": here("kms", "key/*") }),
            "kms:Encrypt",
            here("kms", "key/*"),
        ),
        ("sns", "Publish", &[], json!({ "topicArn": here("sns", "*") }), "sns:Publish", here("sns", "*")),
        (
            "logs",
            "CreateLogGroup",
            &[],
            json!({ "logGroupName": "*" }),
            "logs:CreateLogGroup",
            here("logs", "log-group:*"),
        ),
        (
            "s3",
            "GetObject",
            &[],
            json!({ "bucketName": "acme", "key": "logs/*" }),
            "s3:GetObject",
            object.into(),
        ),
        (
            "s3",
            "GetObject",
            &[object, "arn:aws:s3:::acme"],
            json!({ "bucketName": "acme", "key": "logs/*" }),
            "s3:GetObject",
            object.into(),
        ),
    ] {
        for error in [None, Some("ValidationError")] {
            let draft = draft_of(&[call(1, source, name, resources, &parameters, error)]);
            let grants: Vec<_> = draft.grants.iter().filter(|grant| grant.action == action).collect();
            let [grant] = &grants[..] else { panic!("{action} {error:?}: {:?}", draft.grants) };
            let expected = format!("{}${{*}}", written.strip_suffix('*').unwrap());
            assert_eq!(grant.resources, [expected], "{action} {error:?}");
        }
    }
}

/// What AWS itself writes with a star: a list of what begins alike, and the ARNs of log groups.
#[test]
fn a_star_of_the_log_is_a_pattern() {
    let mut deletes = event(1, "s3", "DeleteObjects", &["arn:aws:s3:::acme", ""]);
    deletes["requestParameters"] = json!({ "bucketName": "acme", "delete": "" });
    deletes["resources"][1] = json!({ "type": "AWS::S3::Object", "ARNPrefix": "arn:aws:s3:::acme/" });
    let draft = draft_of(&[deletes]);
    let grant = draft.grants.iter().find(|grant| grant.action == "s3:DeleteObject").unwrap();
    assert_eq!(grant.resources, ["arn:aws:s3:::acme/*"]);
    let group = "arn:aws:logs:eu-west-1:111122223333:log-group:/app:*";
    let reads = call(1, "logs", "FilterLogEvents", &[], &json!({ "logGroupIdentifier": group }), None);
    let draft = draft_of(&[reads]);
    let grant = draft.grants.iter().find(|grant| grant.action == "logs:FilterLogEvents").unwrap();
    assert!(grant.resources.contains(&group.to_owned()), "{:?}", grant.resources);
}
