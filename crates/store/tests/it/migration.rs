//! Stores of other versions.

use std::path::Path;

use redb::{Database, ReadableDatabase, TableDefinition};
use store::file::SCHEMA;
use store::{ErrorKind, FileStore, Filter, Store};

use crate::logs::{Log, many, put_all, run};

const META: TableDefinition<&str, u64> = TableDefinition::new("meta");
const USAGE_1: TableDefinition<&str, (&str, &[u8])> = TableDefinition::new("usage");

/// A store as schema 1 had it: the usage of each object in one row.
fn write_schema_1(path: &Path, logs: &[Log]) {
    let database = Database::create(path).unwrap();
    let writing = database.begin_write().unwrap();
    {
        writing.open_table(META).unwrap().insert("schema", 1).unwrap();
        let mut usage = writing.open_table(USAGE_1).unwrap();
        for log in logs {
            let file = log.usage().to_json();
            usage.insert(&*log.object.name, (&*log.object.mark, file.as_bytes())).unwrap();
        }
    }
    writing.commit().unwrap();
}

fn schema(path: &Path) -> u64 {
    let database = Database::open(path).unwrap();
    let meta = database.begin_read().unwrap().open_table(META).unwrap();
    meta.get("schema").unwrap().unwrap().value()
}

#[test]
fn a_store_of_schema_1_is_brought_to_this_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let logs = many(20);
    write_schema_1(&path, &logs[..15]);
    let store = FileStore::open(&path).unwrap();
    assert_eq!(store.usage(&Filter::default()).unwrap().to_json(), run(&logs[..15]).to_json());
    assert_eq!(store.ledger(None, 100).unwrap().len(), 15);
    assert_eq!(store.policies().unwrap(), []);
    assert_eq!(store.runs(0, 9).unwrap(), []);
    // What was there is known as the same.
    assert_eq!(logs[3].put(&store), store::Put::Same);
    put_all(&store, &logs);
    drop(store);
    assert_eq!(schema(&path), SCHEMA);
    let store = FileStore::open(&path).unwrap();
    assert_eq!(store.usage(&Filter::default()).unwrap().to_json(), run(&logs).to_json());
}

#[test]
fn a_migration_that_fails_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    write_schema_1(&path, &many(3));
    let database = Database::open(&path).unwrap();
    let writing = database.begin_write().unwrap();
    writing.open_table(USAGE_1).unwrap().insert("z", ("e", b"no usage".as_slice())).unwrap();
    writing.commit().unwrap();
    drop(database);
    let error = FileStore::open(&path).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Corrupt);
    assert!(error.to_string().contains("the usage of `z` is not sound"), "{error}");
    assert_eq!(schema(&path), 1);
    let database = Database::open(&path).unwrap();
    let usage = database.begin_read().unwrap().open_table(USAGE_1).unwrap();
    assert!(usage.get("s3://logs/AWSLogs/00002.json").unwrap().is_some());
}

#[test]
fn a_newer_schema_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    drop(FileStore::open(&path).unwrap());
    let database = Database::open(&path).unwrap();
    let writing = database.begin_write().unwrap();
    writing.open_table(META).unwrap().insert("schema", SCHEMA + 1).unwrap();
    writing.commit().unwrap();
    drop(database);
    let error = FileStore::open(&path).unwrap_err();
    assert_eq!(error.kind, ErrorKind::NewerSchema);
    assert!(error.to_string().contains(&format!("has schema {}", SCHEMA + 1)), "{error}");
    assert_eq!(schema(&path), SCHEMA + 1);
}
