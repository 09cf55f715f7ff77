//! Partials: each object counts once, with its last content.

use store::{Counted, Filter, Object, Partial, Put, Store};
use trail::Usage;

use super::Check;
use crate::logs::{ANN, Log, many, put_all, run};

pub(super) const CHECKS: &[Check] = &[
    ("an empty store knows nothing", empty),
    ("the sum is one run over the same objects", sum),
    ("an object put again counts once", again),
    ("another content replaces the first", replaced),
    ("a mark alone tells contents apart", marked),
    ("objects are forgotten", forgotten),
    ("several partials at once are as one by one", several),
    ("a usage file of objects that are there adds nothing", imported),
    ("the ledger lists in order, page by page", ledger),
    ("odd names are names", odd_names),
    ("one usage may be large", large),
];

fn all(store: &dyn Store) -> String {
    store.usage(&Filter::default()).unwrap().to_json()
}

fn empty(store: &dyn Store) {
    store.check().unwrap();
    assert_eq!(store.usage(&Filter::default()).unwrap(), Usage::default());
    assert_eq!(store.principals().unwrap(), []);
    assert_eq!(store.ledger(None, 10).unwrap(), []);
    assert_eq!(store.counted("s3://logs/a").unwrap(), None);
    assert!(!store.forget("s3://logs/a").unwrap());
}

fn sum(store: &dyn Store) {
    let logs = many(30);
    // In another order than that of their names.
    for log in logs.iter().rev().step_by(2).chain(logs.iter().rev().skip(1).step_by(2)) {
        assert_eq!(log.put(store), Put::New);
    }
    let usage = store.usage(&Filter::default()).unwrap();
    // 29 calls came twice, in different objects.
    assert_eq!((usage.records(), usage.used(), usage.files().read), (30 * 5, 30 * 3 + 1, 30));
    assert_eq!(usage.to_json(), run(&logs).to_json());
    let names: Vec<_> = store.principals().unwrap().iter().map(|name| name.name().to_owned()).collect();
    let users = ["ann", "bob", "cid", "dee", "eve"].map(|user| ANN.replace("ann", user));
    assert_eq!(names, users);
}

fn again(store: &dyn Store) {
    let logs = many(4);
    let before = store.changes();
    logs[0].put(store);
    assert!(before.is_none() || before != store.changes());
    for log in logs.iter().chain(&logs).chain(&logs[..2]) {
        log.put(store);
    }
    assert_eq!(logs[0].put(store), Put::Same);
    assert_eq!(all(store), run(&logs).to_json());
}

fn replaced(store: &dyn Store) {
    let of = |mark: &str, calls: &[_]| Log::new("a.json", mark, calls);
    let first = of("1", &[("1", "ann", "s3", "GetObject", 1), ("2", "bob", "s3", "GetObject", 1)]);
    let second = of("2", &[("3", "cid", "sqs", "SendMessage", 1), ("2", "bob", "s3", "PutObject", 2)]);
    let other = Log::new("b.json", "1", &[("9", "ann", "ec2", "DescribeInstances", 3)]);
    assert_eq!((first.put(store), other.put(store), second.put(store)), (Put::New, Put::New, Put::Replaced));
    assert_eq!(all(store), run([&second, &other]).to_json());
    assert_eq!(store.usage(&Filter::of_principal(ANN)).unwrap().used(), 1);
    let counted = Counted { object: second.object.clone(), records: 3, used: 2 };
    assert_eq!(store.counted("s3://logs/a.json").unwrap(), Some(counted));

    let empty = of("3", &[]);
    assert_eq!(empty.put(store), Put::Replaced);
    assert_eq!(all(store), run([&empty, &other]).to_json());
    let names: Vec<_> = store.principals().unwrap().iter().map(|name| name.name().to_owned()).collect();
    assert_eq!(names, [ANN]);
    // Back to what was there once.
    assert_eq!(first.put(store), Put::Replaced);
    assert_eq!(all(store), run([&first, &other]).to_json());
}

fn marked(store: &dyn Store) {
    let log = &many(1)[0];
    log.put(store);
    let object = Object { mark: "another".to_owned(), ..log.object.clone() };
    assert_eq!(store.put_partial(&object, &log.usage()).unwrap(), Put::Replaced);
    assert_eq!(store.counted(&object.name).unwrap().unwrap().object, object);
    assert_eq!(all(store), log.usage().to_json());
    // The same mark, and another usage: a later leastwise may make more of the same bytes.
    let more = Log::new("AWSLogs/00000.json", "another", &[("7", "ann", "s3", "GetObject", 1)]);
    assert_eq!(more.put(store), Put::Replaced);
    assert_eq!(all(store), more.usage().to_json());
}

fn forgotten(store: &dyn Store) {
    let logs = many(6);
    put_all(store, &logs);
    assert!(store.forget(&logs[2].object.name).unwrap());
    assert!(!store.forget(&logs[2].object.name).unwrap());
    let rest = [&logs[0], &logs[1], &logs[3], &logs[4], &logs[5]];
    assert_eq!(all(store), run(rest).to_json());
    assert_eq!(store.ledger(None, 10).unwrap().len(), 5);
    assert_eq!(logs[2].put(store), Put::New);
    assert_eq!(all(store), run(&logs).to_json());
    for log in &logs {
        assert!(store.forget(&log.object.name).unwrap());
    }
    assert_eq!(store.usage(&Filter::default()).unwrap(), Usage::default());
    assert_eq!(store.principals().unwrap(), []);
}

fn several(store: &dyn Store) {
    let logs = many(7);
    let usages: Vec<Usage> = logs.iter().map(Log::usage).collect();
    let partials: Vec<Partial<'_>> =
        logs.iter().zip(&usages).map(|(log, usage)| Partial { object: &log.object, usage }).collect();
    assert_eq!(store.put_partials(&partials[..4]).unwrap(), [Put::New; 4]);
    let put = store.put_partials(&partials[3..]).unwrap();
    assert_eq!(put, [Put::Same, Put::New, Put::New, Put::New]);
    assert_eq!(store.put_partials(&[]).unwrap(), []);
    assert_eq!(all(store), run(&logs).to_json());
}

fn imported(store: &dyn Store) {
    let logs = many(6);
    put_all(store, &logs);
    let file = Object::new("upload:usage.json", "1");
    store.put_partial(&file, &run(&logs[1..4])).unwrap();
    assert_eq!(all(store), run(&logs).to_json());
    // One that has all of it, and more.
    let more = many(8);
    store.put_partial(&file, &run(&more)).unwrap();
    assert_eq!(all(store), run(&more).to_json());
}

fn ledger(store: &dyn Store) {
    let logs = many(9);
    put_all(store, logs.iter().rev());
    let mut found: Vec<Counted> = Vec::new();
    loop {
        let after = found.last().map(|counted| counted.object.name.clone());
        let page = store.ledger(after.as_deref(), 4).unwrap();
        if page.is_empty() {
            break;
        }
        assert!(page.len() <= 4);
        found.extend(page);
    }
    let expected: Vec<_> =
        logs.iter().map(|log| Counted { object: log.object.clone(), records: 5, used: 4 }).collect();
    assert_eq!(found, expected);
}

fn odd_names(store: &dyn Store) {
    let long = format!("AWSLogs/{}", "x".repeat(1016));
    let names = ["a#b/c d+e.json", "Straße/日本.json", &long, &format!("{long}y"), "a", "A", "a/"];
    let log = |name: &&str| Log::new(name, "\"e\"", &[(*name, "päul o'x", "s3", "GetObject", 1)]);
    let logs: Vec<Log> = names.iter().map(log).collect();
    for log in &logs {
        assert_eq!(log.put(store), Put::New);
    }
    assert_eq!(all(store), run(&logs).to_json());
    let mut expected: Vec<_> = logs.iter().map(|log| log.object.clone()).collect();
    expected.sort();
    let listed = store.ledger(None, 99).unwrap().into_iter().map(|counted| counted.object);
    // Names over 900 bytes may come in any order behind their beginnings.
    let mut listed: Vec<_> = listed.collect();
    listed.sort();
    assert_eq!(listed, expected);
    for log in &logs {
        assert_eq!(store.counted(&log.object.name).unwrap().unwrap().object, log.object);
    }
}

/// More than DynamoDB takes in one item, in the piece of a principal and in the books.
fn large(store: &dyn Store) {
    let ids: Vec<String> =
        (0..90_000_u64).map(|id| format!("{:x}", id.wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
    let users: Vec<String> = (0..300).map(|user| format!("user-{user:0>50}")).collect();
    let mut calls: Vec<_> = ids.iter().map(|id| (&**id, "ann", "s3", "GetObject", 1)).collect();
    calls.extend(users.iter().map(|user| (&**user, &**user, "sqs", "SendMessage", 2)));
    let log = Log::new("large.json", "1", &calls);
    let small = Log::new("large.json", "2", &calls[..1]);
    assert_eq!(log.put(store), Put::New);
    assert_eq!(all(store), log.usage().to_json());
    assert_eq!(store.principals().unwrap().len(), 301);
    assert_eq!(store.usage(&Filter::of_principal(ANN)).unwrap().used(), 90_000);
    assert_eq!(small.put(store), Put::Replaced);
    assert_eq!(all(store), small.usage().to_json());

    let number =
        |object: u64| format!("{:016x}", object << 47 | object.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 17);
    let objects: String = (0..60_000).map(number).collect();
    let books = format!(
        r#"{{"format":"leastwise-usage/2","in":0,"files":{{"read":60000,"broken":0}},"objects":"{objects}"}}"#
    );
    let (books, problems) = Usage::from_json("books", books.as_bytes()).unwrap();
    assert_eq!(problems, []);
    let file = Object::new("upload:books", "1");
    assert_eq!(store.put_partial(&file, &books).unwrap(), Put::New);
    assert!(store.forget(&small.object.name).unwrap());
    assert!(store.usage(&Filter::default()).unwrap() == books);
    assert!(store.forget(&file.name).unwrap());
    assert_eq!(store.usage(&Filter::default()).unwrap(), Usage::default());
}
