//! Files that are no store, or not a sound one: told, with the way out, and never written over.

use std::fs;
use std::path::Path;

use redb::{Database, TableDefinition};
use store::{Error, ErrorKind, FileStore, Filter, Store};

use crate::logs::{many, put_all};

/// What is asked of every file: all that it says.
fn told(path: &Path) -> Result<String, Error> {
    let store = FileStore::open(path)?;
    let usage = store.usage(&Filter::default())?.to_json();
    let (ledger, principals) = (store.ledger(None, 100)?, store.principals()?);
    Ok(format!("{usage}{ledger:?}{principals:?}{:?}", store.policies()?))
}

fn sound(path: &Path) -> String {
    let store = FileStore::open(path).unwrap();
    put_all(&store, &many(8));
    drop(store);
    told(path).unwrap()
}

#[test]
fn what_is_no_store_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    sound(&path);
    let bytes = fs::read(&path).unwrap();
    for (what, bytes) in [
        ("empty", vec![]),
        ("text", b"{\"format\": \"leastwise-usage/2\"}".to_vec()),
        ("zeros", vec![0; 100_000]),
        ("head only", bytes[..100].to_vec()),
        ("half", bytes[..bytes.len() / 2].to_vec()),
        ("a page less", bytes[..bytes.len() - 4096].to_vec()),
        ("other head", [b"SQLite format 3\0", &bytes[16..]].concat()),
    ] {
        fs::write(&path, &bytes).unwrap();
        let error = told(&path).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Corrupt, "{what}: {error}");
        assert!(error.to_string().starts_with(&format!("`{}`: ", path.display())), "{what}: {error}");
        assert!(!error.to_string().contains('\n'), "{what}: {error}");
        assert!(error.help.unwrap().contains("move it aside"), "{what}");
        assert!(fs::read(&path).unwrap() == bytes, "{what}: the file was written to");
    }
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let database = Database::create(&path).unwrap();
    let writing = database.begin_write().unwrap();
    let table: TableDefinition<&str, u64> = TableDefinition::new("theirs");
    writing.open_table(table).unwrap().insert("a", 1).unwrap();
    writing.commit().unwrap();
    drop(database);
    let error = FileStore::open(&path).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Corrupt);
    assert!(error.to_string().contains("a database of another program"), "{error}");
}

/// One byte after the other is not what was written: that is told, or makes no difference.
#[test]
fn a_byte_that_changed_is_never_a_wrong_answer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let whole = sound(&path);
    let bytes = fs::read(&path).unwrap();
    let mut refused = 0;
    // A number of bytes that shares no divisor with the size of a page, and each byte of the head.
    let places = (0..320).chain((320..bytes.len()).step_by(997));
    for place in places {
        let mut damaged = bytes.clone();
        damaged[place] ^= 0x41;
        fs::write(&path, &damaged).unwrap();
        match told(&path) {
            Ok(told) => assert!(told == whole, "byte {place}: another answer"),
            Err(error) => {
                refused += 1;
                let kinds = [ErrorKind::Corrupt, ErrorKind::NewerSchema];
                assert!(kinds.contains(&error.kind), "byte {place}: {:?} {error}", error.kind);
            }
        }
    }
    assert!(refused > 20, "{refused} of {}", bytes.len());
}
