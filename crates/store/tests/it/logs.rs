//! Small logs of our own writing, and what they give.

use std::ops::ControlFlow;

use catalog::Catalog;
use serde_json::json;
use store::{Object, Store};
use trail::{Options, Usage, analyze};

pub(crate) const ANN: &str = "arn:aws:iam::111122223333:user/ann";

/// A call: id, user, service, event, day of March; `denied` if the name of the event ends with `!`.
pub(crate) type Call<'a> = (&'a str, &'a str, &'a str, &'a str, u32);

/// An object in a bucket: its name, its mark, its bytes.
#[derive(Debug, Clone)]
pub(crate) struct Log {
    pub(crate) object: Object,
    bytes: String,
}

impl Log {
    /// One with these calls, and a record that is none.
    pub(crate) fn new(name: &str, mark: &str, calls: &[Call<'_>]) -> Self {
        let record = |(id, user, service, event, day): &Call<'_>| {
            let (event, error) = match event.strip_suffix('!') {
                Some(event) => (event, Some("AccessDenied")),
                None => (*event, None),
            };
            json!({
                "eventVersion": "1.10", "eventType": "AwsApiCall", "eventID": id,
                "eventTime": format!("2026-03-{day:02}T10:00:00Z"),
                "eventSource": format!("{service}.amazonaws.com"), "eventName": event, "errorCode": error,
                "awsRegion": "eu-west-1", "recipientAccountId": "111122223333", "sourceIPAddress": "192.0.2.1",
                "userIdentity": {
                    "type": "IAMUser", "arn": format!("arn:aws:iam::111122223333:user/{user}"), "accountId": "111122223333"
                }
            })
        };
        let mut records: Vec<_> = calls.iter().map(record).collect();
        records.push(json!({ "eventVersion": "1.10", "eventType": "AwsServiceEvent", "eventID": name }));
        let object = Object::in_bucket("logs", name, mark);
        Self { object, bytes: json!({ "Records": records }).to_string() }
    }

    /// What a run over this object gives.
    pub(crate) fn usage(&self) -> Usage {
        run([self])
    }

    pub(crate) fn put(&self, store: &dyn Store) -> store::Put {
        store.put_partial(&self.object, &self.usage()).unwrap()
    }
}

/// What one run over all of these gives.
pub(crate) fn run<'a>(logs: impl IntoIterator<Item = &'a Log>) -> Usage {
    let objects: Vec<_> =
        logs.into_iter().map(|log| (log.object.name.as_str(), log.bytes.as_bytes())).collect();
    analyze(objects, &Options::default(), Catalog::embedded(), &|_| ControlFlow::Continue(())).usage
}

pub(crate) fn put_all<'a>(store: &dyn Store, logs: impl IntoIterator<Item = &'a Log>) {
    for log in logs {
        log.put(store);
    }
}

/// So many objects of a few calls by several users, the last call of each delivered once more in the next object.
pub(crate) fn many(count: u32) -> Vec<Log> {
    let events =
        [("s3", "GetObject"), ("s3", "PutObject!"), ("sqs", "SendMessage"), ("ec2", "DescribeInstances")];
    let one = |number: u32| {
        let ids: Vec<String> = (0..4).map(|call| format!("id-{}", number * 3 + call)).collect();
        let call = |call: u32| {
            let event = number * 3 + call;
            let user = ["ann", "bob", "cid", "dee", "eve"][event as usize % 5];
            let (service, name) = events[event as usize % 4];
            (&*ids[call as usize], user, service, name, event / 40 % 28 + 1)
        };
        let calls: Vec<Call<'_>> = (0..4).map(call).collect();
        Log::new(&format!("AWSLogs/{number:05}.json"), "e", &calls)
    };
    (0..count).map(one).collect()
}
