//! Small logs of our own writing, and the run over them.

use std::io::Write;
use std::ops::ControlFlow;

use catalog::Catalog;
use serde_json::{Value, json};
use trail::{Analysis, Options, Usage, analyze};

pub(crate) const ROLE: &str = "arn:aws:iam::111122223333:role/app/web";

/// A call by a session of [`ROLE`]; `changes` replaces members, `null` takes them out.
pub(crate) fn event(id: &str, changes: Value) -> Value {
    let mut event = json!({
        "eventVersion": "1.10",
        "userIdentity": {
            "type": "AssumedRole",
            "arn": "arn:aws:sts::111122223333:assumed-role/web/session",
            "accountId": "111122223333",
            "sessionContext": { "sessionIssuer": { "type": "Role", "arn": ROLE } }
        },
        "eventTime": "2026-03-01T10:00:00Z",
        "eventSource": "sqs.amazonaws.com",
        "eventName": "SendMessage",
        "awsRegion": "eu-west-1",
        "sourceIPAddress": "192.0.2.1",
        "requestParameters": null,
        "eventID": id,
        "eventType": "AwsApiCall",
        "recipientAccountId": "111122223333",
        "resources": [{ "ARN": "arn:aws:sqs:eu-west-1:111122223333:jobs", "accountId": "111122223333" }]
    });
    let members = event.as_object_mut().unwrap();
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    event
}

pub(crate) fn delivered(events: &[Value]) -> Vec<u8> {
    json!({ "Records": events }).to_string().into_bytes()
}

pub(crate) fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn run(objects: &[(&str, Vec<u8>)]) -> Analysis {
    run_with(objects, &Options::default())
}

pub(crate) fn run_with(objects: &[(&str, Vec<u8>)], options: &Options) -> Analysis {
    let objects: Vec<(&str, &[u8])> = objects.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let analysis = analyze(objects, options, Catalog::embedded(), &|_| ControlFlow::Continue(()));
    let usage = &analysis.usage;
    assert_eq!(usage.records(), usage.used() + usage.skipped().total(), "in = used + skipped");
    analysis
}

pub(crate) fn run_one(bytes: impl Into<Vec<u8>>) -> Analysis {
    run(&[("log.json", bytes.into())])
}

/// (in, used, skipped by reason) of a run.
pub(crate) fn books(analysis: &Analysis) -> (u64, u64, Vec<(&'static str, u64)>) {
    let usage = &analysis.usage;
    let skipped = usage.skipped().iter().map(|(skip, count)| (skip.name(), count)).collect();
    (usage.records(), usage.used(), skipped)
}

pub(crate) fn problems(analysis: &Analysis) -> Vec<String> {
    analysis.problems.iter().map(ToString::to_string).collect()
}

/// Everything of a usage file but what tells how the events lay in objects.
pub(crate) fn body(usage: &Usage) -> Value {
    let mut file: Value = serde_json::from_str(&usage.to_json()).unwrap();
    file["files"] = json!(null);
    file["objects"] = json!(null);
    file
}
