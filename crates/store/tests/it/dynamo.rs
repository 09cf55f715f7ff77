//! The store in DynamoDB, against the server that `STORE_ENDPOINT` names: `cargo xtask store-check` starts two, one after the other.

use std::collections::BTreeMap;
use std::env;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use store::dynamo::{DynamoStore, Settings};
use store::{ErrorKind, Filter, Object, Put, Shelf, Shelved, Store};

use crate::conformance::CHECKS;
use crate::logs::{Log, many, put_all, run};

/// A store in a table of its own.
fn open(table: &str) -> DynamoStore {
    DynamoStore::open(&settings(table)).unwrap()
}

fn settings(table: &str) -> Settings {
    Settings { table: table.to_owned(), endpoint: Some(env::var("STORE_ENDPOINT").unwrap()), creates: true }
}

#[test]
#[ignore = "needs a server: `cargo xtask store-check`"]
fn a_table_passes_the_suite() {
    for (number, (name, check)) in CHECKS.iter().copied().flatten().enumerate() {
        println!("{name}");
        check(&open(&format!("suite-{number}")));
    }
}

#[test]
#[ignore = "needs a server: `cargo xtask store-check`"]
fn a_table_that_is_not_there_is_missing() {
    let error = DynamoStore::open(&Settings { creates: false, ..settings("nowhere") }).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Missing);
    assert_eq!(error.to_string(), "table `nowhere`: there is no such table");
    assert!(error.help.unwrap().contains("`pk` and `sk`"));
}

/// As Lambda does it: every object comes twice or more, in any order, to several at once.
#[test]
#[ignore = "needs a server: `cargo xtask store-check`"]
fn several_writers_of_the_same_objects_count_each_once() {
    let logs = many(24);
    thread::scope(|scope| {
        for writer in 0..4 {
            let logs = &logs;
            scope.spawn(move || {
                let store = open("writers");
                for number in 0..logs.len() {
                    logs[(number * 5 + writer * 3) % logs.len()].put(&store);
                }
            });
        }
    });
    let store = open("writers");
    assert_eq!(store.usage(&Filter::default()).unwrap().to_json(), run(&logs).to_json());
    assert_eq!(store.ledger(None, 99).unwrap().len(), 24);
}

/// Two contents of one object, written against each other: one of them counts in the end, and whoever reads meanwhile sees one of them, whole.
#[test]
#[ignore = "needs a server: `cargo xtask store-check`"]
fn a_reader_sees_one_content_or_the_other() {
    let call = |id: &'static str, user: &'static str| (id, user, "s3", "GetObject", 1);
    let one = Log::new("a", "1", &[call("1", "ann"), call("2", "bob")]);
    let other = Log::new("a", "2", &[call("3", "bob"), call("4", "cid")]);
    let (store, rest) = (open("contents"), many(4));
    put_all(&store, rest.iter().chain([&one]));
    let whole = |log: &Log| run(rest.iter().chain([log])).to_json();
    let (with_one, with_other) = (whole(&one), whole(&other));
    thread::scope(|scope| {
        for (log, first) in [(&one, 0), (&other, 1)] {
            scope.spawn(move || {
                let store = open("contents");
                for number in first..12 {
                    if number % 3 == 2 {
                        store.forget(&log.object.name).unwrap();
                    }
                    log.put(&store);
                }
            });
        }
        for _ in 0..10 {
            let found = store.usage(&Filter::default()).unwrap().to_json();
            let is_without = found == run(&rest).to_json();
            assert!(is_without || found == with_one || found == with_other, "{found}");
            store.usage(&Filter::of_principal(crate::logs::ANN.replace("ann", "bob"))).unwrap();
        }
    });
    let found = store.usage(&Filter::default()).unwrap().to_json();
    assert!(found == with_one || found == with_other);
}

/// A writer that ended before its manifest was written: nothing of it is seen, and the next one finishes.
#[test]
#[ignore = "needs a server: `cargo xtask store-check`"]
fn half_of_a_partial_is_not_seen() {
    let logs = many(3);
    let store = open("half");
    put_all(&store, &logs[..2]);
    // As an end in between leaves it: all pieces are there, but the manifest is not.
    let cut = store.put_partial_without_manifest(&logs[2].object, &logs[2].usage());
    cut.unwrap();
    assert_eq!(store.usage(&Filter::default()).unwrap().to_json(), run(&logs[..2]).to_json());
    let names = |store: &DynamoStore| store.principals().unwrap().len();
    assert_eq!((names(&store), store.counted(&logs[2].object.name).unwrap()), (5, None));
    for user in ["ann", "bob", "cid", "dee", "eve"] {
        let filter = Filter::of_principal(crate::logs::ANN.replace("ann", user));
        let expected = run(&logs[..2]).uses(filter.principal.as_deref().unwrap()).map_or(0, BTreeMap::len);
        let found = store.usage(&filter).unwrap();
        assert_eq!(found.principals().map(|(_, uses)| uses.len()).sum::<usize>(), expected);
    }
    assert_eq!(logs[2].put(&store), Put::New);
    assert_eq!(store.usage(&Filter::default()).unwrap().to_json(), run(&logs).to_json());
    // The same of one that would replace another.
    let object = Object::new(&logs[0].object.name, "later");
    store.put_partial_without_manifest(&object, &logs[1].usage()).unwrap();
    assert_eq!(store.usage(&Filter::default()).unwrap().to_json(), run(&logs).to_json());
}

/// Two large documents under one id, written against each other: whoever reads meanwhile sees one of them, whole.
#[test]
#[ignore = "needs a server: `cargo xtask store-check`"]
fn a_reader_sees_one_document_or_the_other() {
    let document = |letter: &str| Shelved { id: "x".to_owned(), at: 1, body: letter.repeat(900_000) };
    let both = [document("a"), document("b")];
    let store = open("documents");
    store.shelve(Shelf::Reports, &both[0]).unwrap();
    let is_done = AtomicBool::new(false);
    thread::scope(|scope| {
        let writers = both.each_ref().map(|document| {
            scope.spawn(move || {
                let store = open("documents");
                (0..12).for_each(|_| store.shelve(Shelf::Reports, document).unwrap());
            })
        });
        let reader = scope.spawn(|| {
            while !is_done.load(Ordering::Acquire) {
                let found = store.shelved(Shelf::Reports, "x").unwrap().unwrap();
                assert!(both.contains(&found), "a mix of both");
            }
        });
        let ended = writers.map(thread::ScopedJoinHandle::join);
        is_done.store(true, Ordering::Release);
        ended.into_iter().for_each(Result::unwrap);
        reader.join().unwrap();
    });
}
