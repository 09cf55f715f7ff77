//! The store in a file: it passes the suite, and what stands in its way is told.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use store::{ErrorKind, FileStore, Filter, Store};

use crate::conformance::CHECKS;
use crate::crash::merging;
use crate::logs::{many, put_all, run};

#[test]
fn a_file_passes_the_suite() {
    let folder = tempfile::tempdir().unwrap();
    for (number, (name, check)) in CHECKS.iter().copied().flatten().enumerate() {
        println!("{name}");
        check(&FileStore::open(&folder.path().join(format!("{number}.store"))).unwrap());
    }
}

#[test]
fn all_is_there_after_the_store_was_closed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/b/leastwise.store");
    let logs = many(5);
    for log in &logs {
        log.put(&FileStore::open(&path).unwrap());
    }
    let store = FileStore::open(&path).unwrap();
    assert_eq!(store.usage(&Filter::default()).unwrap().to_json(), run(&logs).to_json());
    let files: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().collect();
    assert_eq!(files.len(), 1, "nothing is left beside the store: {files:?}");
}

#[test]
fn a_store_that_is_open_is_busy() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let first = FileStore::open(&path).unwrap();
    let error = FileStore::open(&path).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Busy);
    assert_eq!(error.to_string(), format!("`{}`: the store is open in another process", path.display()));
    drop(first);
    FileStore::open(&path).unwrap();
}

#[test]
fn many_who_come_at_once_open_it_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::at(&folder.path().join("store"));
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..16).map(|_| scope.spawn(|| store.principals())).collect();
        for one in all {
            assert_eq!(one.join().unwrap().unwrap(), []);
        }
    });
}

#[test]
fn what_cannot_be_opened_is_tried_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    fs::write(&path, "").unwrap();
    let store = FileStore::at(&path);
    assert_eq!(store.make_ready().unwrap_err().kind, ErrorKind::Corrupt);
    assert_eq!(store.principals().unwrap_err().kind, ErrorKind::Corrupt);
    fs::remove_file(&path).unwrap();
    store.make_ready().unwrap();
}

#[test]
fn a_store_of_another_process_is_busy_until_that_one_ends() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let mut child = merging(&path);
    // Read on to the end: a process that cannot say anything ends.
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.starts_with("kept ")), "it keeps nothing");
    assert_eq!(FileStore::open(&path).unwrap_err().kind, ErrorKind::Busy);
    child.kill().unwrap();
    child.wait().unwrap();
    drop(lines);
    assert!(!FileStore::open(&path).unwrap().ledger(None, 1).unwrap().is_empty());
}

#[test]
fn what_cannot_be_written_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
    // Whoever may do anything is kept out by a file system that takes no files.
    let path =
        if fs::write(closed.join("x"), "").is_ok() { "/sys/store".into() } else { closed.join("store") };
    for path in [path.as_path(), folder.path(), "/dev/full".as_ref()] {
        let error = FileStore::open(path).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Refused, "{error}");
        assert!(error.help.is_some(), "{error}");
        assert!(error.to_string().starts_with(&format!("`{}`: ", path.display())), "{error}");
    }
    let behind_file = FileStore::open("/dev/null/store".as_ref()).unwrap_err();
    assert_eq!(behind_file.kind, ErrorKind::Io, "{behind_file}");
}

/// In a process that may write no more than so much to a file, as on a disk that is full.
#[test]
fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let limited = r#"trap "" XFSZ; ulimit -S -f 3000; exec "$0" "$@""#;
    let child = Command::new("sh")
        .args(["-c", limited])
        .arg(std::env::current_exe().unwrap())
        .args(["file::fill_the_disk", "--exact", "--ignored", "--nocapture"])
        .env("STORE_CHILD", &path)
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&child.stdout);
    let kept: usize =
        output.lines().find_map(|line| line.strip_prefix("kept ")).expect(&output).parse().unwrap();
    assert!(output.contains("refused Full"), "{output}");
    assert!(output.contains("went on: true"), "{output}");
    let store = FileStore::open(&path).unwrap();
    let logs = many(u32::try_from(kept).unwrap());
    assert!(kept > 3, "{output}");
    assert_eq!(store.usage(&Filter::default()).unwrap().to_json(), run(&logs).to_json());
    // And with room, on it goes.
    let logs = many(u32::try_from(kept).unwrap() + 2);
    put_all(&store, &logs);
    assert_eq!(store.usage(&Filter::default()).unwrap().to_json(), run(&logs).to_json());
}

#[test]
#[ignore = "the process that another test limits"]
fn fill_the_disk() {
    let path = std::env::var("STORE_CHILD").unwrap();
    let store = FileStore::open(path.as_ref()).unwrap();
    let report = store::Report { body: "x".repeat(100_000), ..store::Report::default() };
    for (kept, log) in many(1_000).iter().enumerate() {
        let put = store.put_partial(&log.object, &log.usage());
        let report = store::Report { id: kept.to_string(), ..report.clone() };
        let is_put = put.is_ok();
        let Err(error) = put.and_then(|_| store.put_report(&report)) else { continue };
        println!("\nrefused {:?} {error}", error.kind);
        // Once there is room, the same store goes on.
        let number = std::process::id().to_string();
        let raised = Command::new("prlimit").args(["--fsize=unlimited:", "--pid", &number]).status();
        assert!(raised.unwrap().success());
        println!(
            "went on: {}\nkept {}",
            log.put(&store) == if is_put { store::Put::Same } else { store::Put::New },
            kept + 1
        );
        return;
    }
}
