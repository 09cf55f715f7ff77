//! Policies from logs that are odd.

use serde_json::json;

use crate::run::leastwise;

#[test]
fn a_name_in_the_log_that_aws_does_not_have_is_printed_with_the_policy_and_fails_the_run() {
    let queue = "arn:aws:sqs:eu-nowhere-1:111122223333:jobs";
    let event = json!({
        "eventVersion": "1.11", "eventType": "AwsApiCall", "eventTime": "2026-11-20T08:00:00Z",
        "eventSource": "sqs.amazonaws.com", "eventName": "SendMessage", "awsRegion": "eu-nowhere-1",
        "eventID": "00000000-0000-4000-a000-000000000001", "recipientAccountId": "111122223333",
        "userIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ana", "accountId": "111122223333" },
        "resources": [{ "ARN": queue }]
    });
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("log.json"), json!({ "Records": [event] }).to_string()).unwrap();
    let logs = folder.path().to_str().unwrap();

    let ran = leastwise(&["generate", "--trail", logs]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains(queue) && ran.out.contains("# error[invalid-arn-region]"), "{}", ran.out);

    let ran = leastwise(&["generate", "--trail", logs, "--format", "json"]).json();
    let policy = &ran["principals"][0]["policies"][0];
    assert_eq!(policy["document"]["Statement"][0]["Resource"], queue);
    assert_eq!(policy["errors"][0]["check"], "invalid-arn-region");
}
