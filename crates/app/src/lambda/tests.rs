//! Batches counted from a bucket in memory into a store in a file.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use ops::context::{Ask, Page, Part, Store as Bucket, StoreError, Stored};
use ops::{Context, Files};
use serde_json::{Value, json};
use store::{FileStore, Filter, Object, Store};

use super::batch::count;
use super::counting::Counting;

type Change = Box<dyn FnOnce(&mut BTreeMap<String, Vec<u8>>) + Send>;

/// Keys and bytes; clones share them.
#[derive(Clone, Default)]
struct Shelf {
    objects: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
    /// What happens to the shelf after it was asked for an object, before whoever asked knows.
    meanwhile: Arc<Mutex<Option<Change>>>,
    gets: Arc<AtomicU64>,
}

impl Bucket for Shelf {
    fn list(&self, _: &Ask<'_>) -> Result<Page, StoreError> {
        Err(StoreError::Refused("functions do not list".to_owned()))
    }

    fn get(&self, bucket: &str, key: &str, part: Option<&Part>) -> Result<Stored, StoreError> {
        if bucket != "logs" {
            return Err(StoreError::Refused("AccessDenied".to_owned()));
        }
        self.gets.fetch_add(1, Ordering::Relaxed);
        let mut objects = self.objects.lock().unwrap();
        let bytes = objects.get(key).ok_or(StoreError::Gone)?.clone();
        if let Some(change) = self.meanwhile.lock().unwrap().take() {
            change(&mut objects);
        }
        let mark = bytes.len().to_string();
        if part.and_then(|part| part.mark.as_ref()).is_some_and(|wanted| *wanted != mark) {
            return Err(StoreError::Changed);
        }
        Ok(Stored { size: bytes.len() as u64, bytes, mark })
    }
}

fn key(number: u64) -> String {
    format!("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/31/{number}.json")
}

/// A log of so many events.
fn log(name: &str, events: usize) -> Vec<u8> {
    let events = (0..events).map(|number| {
        json!({"eventVersion": "1.08", "eventType": "AwsApiCall", "eventID": format!("{name}-{number}"),
            "eventTime": "2026-01-31T10:00:00Z", "eventSource": "s3.amazonaws.com", "eventName": "ListBuckets",
            "awsRegion": "eu-west-1", "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/a",
            "accountId": "111122223333"}})
    });
    json!({"Records": events.collect::<Vec<_>>()}).to_string().into_bytes()
}

fn written(key: &str) -> String {
    json!({"Records": [{"eventSource": "aws:s3", "eventName": "ObjectCreated:Put",
        "s3": {"bucket": {"name": "logs"}, "object": {"key": key}}}]})
    .to_string()
}

fn event(bodies: &[String]) -> Value {
    let messages = bodies.iter().enumerate().map(|(number, body)| {
        json!({"messageId": format!("m{number:02}"), "receiptHandle": "h", "body": body, "eventSource": "aws:sqs",
            "attributes": {"SentTimestamp": (1_769_853_600_000_u64 + number as u64).to_string()}})
    });
    json!({"Records": messages.collect::<Vec<_>>()})
}

fn here() -> Context {
    Context::new(Files::Denied, || 0)
}

struct Stage {
    shelf: Shelf,
    counting: Counting,
    folder: tempfile::TempDir,
}

impl Stage {
    fn new(objects: &[(String, Vec<u8>)]) -> Self {
        let shelf = Shelf::default();
        shelf.objects.lock().unwrap().extend(objects.iter().cloned());
        let folder = tempfile::tempdir().unwrap();
        let store = FileStore::open(&folder.path().join("store")).unwrap();
        let counting = Counting { bucket: Box::new(shelf.clone()), store: Arc::new(store) };
        Self { shelf, counting, folder }
    }

    fn usage(&self) -> String {
        self.counting.store.usage(&Filter::default()).unwrap().to_json()
    }

    /// The usage of one run over all logs as they lie on the shelf now.
    fn direct(&self) -> String {
        let objects = self.shelf.objects.lock().unwrap().clone();
        let logs = objects.into_iter().filter(|(key, _)| key.contains("/CloudTrail/"));
        let go_on = |_: trail::Progress| ControlFlow::Continue(());
        trail::analyze(logs, &trail::Options::default(), &here().catalog(), &go_on).usage.to_json()
    }
}

fn archive() -> Vec<(String, Vec<u8>)> {
    (0..20).map(|number| (key(number), log(&number.to_string(), usize::try_from(number).unwrap()))).collect()
}

#[test]
fn messages_that_come_late_twice_and_in_any_order_count_every_object_once() {
    let stage = Stage::new(&archive());
    let bodies: Vec<_> = (0..20).rev().map(|number| written(&key(number))).collect();
    let twice = [bodies.as_slice(), &bodies[5..15]].concat();
    for batch in twice.chunks(10) {
        let outcome = count(&event(batch), &stage.counting, &here()).unwrap();
        assert_eq!(outcome.answer(), json!({"batchItemFailures": []}));
    }
    let last = count(&event(&bodies), &stage.counting, &here()).unwrap();
    assert_eq!((last.tally.same, last.tally.new, last.tally.events), (20, 0, 0));
    assert_eq!(stage.usage(), stage.direct());
}

#[test]
fn only_what_failed_comes_again_and_what_is_no_log_is_counted_as_skipped() {
    let mut objects = archive();
    objects.push(("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/31/broken.json".into(), b"{".to_vec()));
    let stage = Stage::new(&objects);
    let elsewhere = json!({"s3Bucket": "elsewhere", "s3ObjectKey": [key(1)]}).to_string();
    let bodies = [
        written(&key(1)),
        "{".to_owned(),
        written(&key(99)),
        elsewhere,
        written("AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/01/31/x.json.gz"),
        json!({"Event": "s3:TestEvent"}).to_string(),
        written(&objects.last().unwrap().0),
    ];
    let mut event = event(&bodies);
    event["Records"].as_array_mut().unwrap().push(json!({"messageId": "bodiless", "eventSource": "aws:sqs"}));
    let outcome = count(&event, &stage.counting, &here()).unwrap();
    assert_eq!(outcome.failed, ["bodiless", "m01", "m03"]);
    let tally = &outcome.tally;
    assert_eq!((tally.messages, tally.failed, tally.new), (8, 3, 2));
    assert_eq!(tally.skipped, BTreeMap::from([("digest", 1), ("gone", 1), ("notWritten", 1)]));
    // The broken log is counted as such, as any run over it would.
    assert_eq!(outcome.notes.len(), 4, "{:?}", outcome.notes);
    assert!(outcome.notes.iter().any(|note| note.contains("s3://elsewhere/")), "{:?}", outcome.notes);
    assert_eq!(stage.counting.store.ledger(None, 10).unwrap().len(), 2);
}

#[test]
fn a_batch_is_a_run_however_often_it_comes() {
    let stage = Stage::new(&archive());
    let bodies: Vec<_> = (1..4).map(|number| written(&key(number))).collect();
    let told = || stage.counting.store.runs(0, 10).unwrap();
    count(&event(&bodies), &stage.counting, &here()).unwrap();
    let once = told();
    let [run] = once.as_slice() else { panic!("{once:?}") };
    assert_eq!((run.files, run.records, run.used, run.started_at), (3, 6, 6, 1_769_853_600));
    assert!(run.id.starts_with("batch-") && run.kind == "notification" && run.note.is_empty(), "{run:?}");
    // The same messages in another order, after all of it was kept.
    let mut again = event(&bodies);
    again["Records"].as_array_mut().unwrap().reverse();
    count(&again, &stage.counting, &here()).unwrap();
    assert_eq!(told(), once);
    // Others are another run, and where nothing is to be counted there is none.
    count(&event(&bodies[..1]), &stage.counting, &here()).unwrap();
    count(&event(&[json!({"Event": "s3:TestEvent"}).to_string()]), &stage.counting, &here()).unwrap();
    assert_eq!(told().len(), 2);
    count(&event(&["{".to_owned()]), &stage.counting, &here()).unwrap();
    let failed = told().into_iter().find(|run| run.files == 0).unwrap();
    assert!(failed.note.contains("m00 will come again"), "{failed:?}");
}

#[test]
fn what_is_no_batch_of_a_queue_is_refused_whole() {
    let stage = Stage::new(&[]);
    for event in [
        Value::Null,
        json!({}),
        json!({"Records": 1}),
        json!({"Records": [{"body": "{}"}]}),
        json!({"Records": [{"messageId": 7, "eventSource": "aws:sqs"}]}),
        json!({"Records": [{"messageId": "m", "eventSource": "aws:sns"}]}),
    ] {
        assert!(count(&event, &stage.counting, &here()).is_err(), "{event}");
    }
    assert_eq!(count(&event(&[]), &stage.counting, &here()).unwrap().failed, Vec::<String>::new());
}

/// One function read the old content, another reads and keeps the new one, and then the first keeps what it has.
#[test]
fn who_comes_last_with_what_is_old_looks_again() {
    let stage = Stage::new(&[(key(1), log("old", 1))]);
    let store = Arc::new(FileStore::open(&stage.folder.path().join("other")).unwrap());
    let newer = log("new", 3);
    let newest = Object::in_bucket("logs", &key(1), newer.len().to_string());
    let go_on = |_: trail::Progress| ControlFlow::Continue(());
    let catalog = here().catalog();
    let usage = trail::analyze([(key(1), newer.clone())], &trail::Options::default(), &catalog, &go_on).usage;
    store.put_partial(&newest, &usage).unwrap();
    let counting = Counting { bucket: Box::new(stage.shelf.clone()), store };
    let change: Change = Box::new(move |objects| drop(objects.insert(key(1), newer)));
    *stage.shelf.meanwhile.lock().unwrap() = Some(change);
    let outcome = count(&event(&[written(&key(1))]), &counting, &here()).unwrap();
    assert_eq!(outcome.failed, Vec::<String>::new());
    assert_eq!(counting.store.usage(&Filter::default()).unwrap().to_json(), stage.direct());
    // Read, looked at, and read and kept once more; to look again is one more of them.
    assert_eq!(stage.shelf.gets.load(Ordering::Relaxed), 4);
}
