//! Logs as `CloudTrail` delivers them, made for a test.

use std::path::Path;

use serde_json::{Value, json};

use crate::run::leastwise;

pub(crate) const ROLE: &str = "arn:aws:iam::111122223333:role/app/web";
pub(crate) const ANA: &str = "arn:aws:iam::111122223333:user/ana";

/// A call of [`ROLE`]; `more` replaces and adds members.
pub(crate) fn call(id: &str, source: &str, name: &str, more: &Value) -> Value {
    let mut event = json!({
        "eventVersion": "1.11", "eventType": "AwsApiCall", "eventTime": "2026-11-20T08:00:00Z",
        "eventSource": format!("{source}.amazonaws.com"), "eventName": name, "awsRegion": "eu-west-1",
        "eventID": id, "recipientAccountId": "111122223333",
        "userIdentity": {
            "type": "AssumedRole", "accountId": "111122223333",
            "arn": "arn:aws:sts::111122223333:assumed-role/web/i-1",
            "sessionContext": { "sessionIssuer": { "type": "Role", "arn": ROLE, "accountId": "111122223333" } }
        }
    });
    event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    event
}

pub(crate) fn by_ana() -> Value {
    json!({ "userIdentity": { "type": "IAMUser", "arn": ANA, "accountId": "111122223333" } })
}

pub(crate) fn write(path: &Path, events: &[Value]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, json!({ "Records": events }).to_string()).unwrap();
}

/// The JSON answer of a run that ended well, with its books in order.
pub(crate) fn answer(arguments: &[&str]) -> Value {
    let ran = leastwise(&[arguments, &["--format", "json"]].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let answer = ran.json();
    balanced(&answer);
    answer
}

/// What came in was used, or skipped for a reason.
pub(crate) fn balanced(answer: &Value) {
    let skipped: u64 =
        answer["skipped"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(answer["in"].as_u64().unwrap(), answer["used"].as_u64().unwrap() + skipped, "{answer}");
}
