//! The usage file as a Parquet file.

use serde_json::json;
use trail::Usage;

use crate::logs::{delivered, event, run_one};

fn sample() -> Usage {
    let denied = "User: arn:aws:sts::111122223333:assumed-role/web/session is not authorized to perform: iam:PassRole on resource: \
                  arn:aws:iam::111122223333:role/job because no identity-based policy allows the iam:PassRole action";
    let mut events = vec![
        event("1", json!({})),
        event("1", json!({})),
        event("2", json!({ "errorCode": "AccessDenied", "errorMessage": denied })),
        event("3", json!({ "eventType": "AwsServiceEvent" })),
        event("4", json!({ "eventSource": "dynamodb.amazonaws.com", "eventName": "ExecuteStatement" })),
        event("5", json!({ "eventSource": "sts.amazonaws.com", "eventName": "GetCallerIdentity" })),
        event("6", json!({ "eventName": "NoSuchCall", "eventID": null, "eventTime": null })),
        event(
            "7",
            json!({ "eventSource": "lambda.amazonaws.com", "eventName": "CreateFunction20150331", "requestParameters":
            { "functionName": "f", "role": "arn:aws:iam::111122223333:role/job" } }),
        ),
        event(
            "8",
            json!({ "eventSource": "sns.amazonaws.com", "eventName": "Publish", "errorCode": "AuthorizationError" }),
        ),
        event(
            "9",
            json!({ "eventSource": "kms.amazonaws.com", "eventName": "Decrypt", "resources": [],
            "requestParameters": { "keyId": "k", "encryptionContext": { "a": "b", "c d": "ü" } }, "userAgent": "aws-cli/2.1",
            "vpcEndpointId": "vpce-1", "tlsDetails": { "tlsVersion": "TLSv1.3" } }),
        ),
        event(
            "10",
            json!({ "eventSource": "sts.amazonaws.com", "eventName": "AssumeRole", "requestParameters": {
            "roleArn": "arn:aws:iam::111122223333:role/a", "externalId": "é 1", "sourceIdentity": "ann", "serialNumber": "m",
            "tags": [{ "key": "cost center", "value": "1" }, { "key": "team", "value": "x" }] } }),
        ),
        event(
            "11",
            json!({ "eventSource": "sts.amazonaws.com", "eventName": "AssumeRoleWithWebIdentity", "userIdentity": {
            "type": "WebIdentityUser", "userName": "s", "principalId": "accounts.google.com:app:s",
            "identityProvider": "accounts.google.com" }, "requestParameters": { "roleArn": "arn:aws:iam::111122223333:role/b" } }),
        ),
    ];
    // The first names its key, the second does not; nor does the third, of another kind, its role.
    let key = "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555";
    for (id, key) in [("12", json!(key)), ("13", json!(null))] {
        events.push(event(
            id,
            json!({ "eventName": "PutObject", "requestParameters": { "bucketName": "b", "key": "k",
            "x-amz-server-side-encryption": "aws:kms", "x-amz-server-side-encryption-aws-kms-key-id": key } }),
        ));
    }
    events.push(event(
        "14",
        json!({ "eventSource": "ec2.amazonaws.com", "eventName": "RunInstances",
        "requestParameters": { "iamInstanceProfile": { "name": "web" } } }),
    ));
    // More resources, and beginnings of resources, than are kept.
    for number in 0..200 {
        let arn = |bucket: u32, key: u32| json!({ "ARN": format!("arn:aws:s3:::b{bucket:03}/{key:03}") });
        events.push(event(
            &format!("s{number}"),
            json!({ "eventSource": "s3.amazonaws.com", "eventName": "GetObject",
            "resources": [arn(0, number), arn(number, 1)], "sourceIPAddress": format!("192.0.{number}.1") }),
        ));
        events.push(event(
            &format!("l{number}"),
            json!({ "eventSource": "s3.amazonaws.com", "eventName": "CopyObject",
            "resources": [arn(number, 2)], "sourceIPAddress": format!("2001:db8::{number}"),
            "userAgent": format!("p{number}/1"), "awsRegion": format!("r{number}"),
            "requestParameters": { "bucketName": "to", "key": "k", "x-amz-copy-source": "from/k" } }),
        ));
    }
    run_one(delivered(&events)).usage
}

pub(crate) fn parquet(usage: &Usage) -> Vec<u8> {
    let mut bytes = Vec::new();
    usage.write_parquet(&mut bytes).unwrap();
    bytes
}

fn refusal(bytes: Vec<u8>) -> String {
    Usage::from_bytes("u.parquet", bytes).unwrap_err().to_string()
}

#[test]
fn nothing_is_lost_on_the_way_through_parquet() {
    for usage in [sample(), Usage::default(), run_one("no log").usage] {
        let bytes = parquet(&usage);
        let (read, problems) = Usage::from_bytes("u.parquet", bytes.clone()).unwrap();
        assert_eq!(problems, []);
        assert_eq!(read.to_json(), usage.to_json());
        assert_eq!(read, usage);
        assert_eq!(parquet(&read), bytes, "the same usage gives the same bytes");
        let (json, _) = Usage::from_bytes("u.json", usage.to_json().into_bytes()).unwrap();
        assert_eq!(parquet(&json), bytes);
    }
}

#[test]
fn the_sample_has_everything_that_a_use_can_have() {
    let text = sample().to_json();
    for member in [
        "crowded",
        "truncated",
        "unnamed",
        "inferred",
        "assumed",
        "externalId",
        "subject",
        "denials",
        "noPermission",
        "unmapped",
        "refused",
        "vpcNetworks",
        "encryption",
    ] {
        assert!(text.contains(&format!("\"{member}\"")), "{member}");
    }
}

#[test]
fn parquet_that_is_no_usage_file_says_what_it_is() {
    let bytes = parquet(&sample());
    assert_eq!(
        refusal(bytes[..bytes.len() - 9].to_vec()),
        "`u.parquet`: not a sound usage file: the Parquet file is cut, or its end is broken"
    );
    assert!(refusal(b"PAR1".to_vec()).contains("cut"));
}
