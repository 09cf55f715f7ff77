//! A process that is killed in the middle of 1,000 merges, again and again: what it acknowledged is there, once.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use store::{FileStore, Filter, Store};

use crate::logs::{many, run};

const MERGES: u32 = 1_000;

#[test]
fn a_process_that_is_killed_loses_and_doubles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let mut acknowledged = BTreeSet::new();
    let mut kills = 0;
    // Kills fall into all parts of a merge: the number makes the moment another one each time.
    for number in 0_u64.. {
        let patience = 1 + number * 7 % 60;
        let is_done = run_and_kill(&path, patience, number * 389 % 6_000, &mut acknowledged);
        let store = FileStore::open(&path).unwrap();
        let kept: BTreeSet<String> =
            store.ledger(None, usize::MAX).unwrap().into_iter().map(|counted| counted.object.name).collect();
        let lost: Vec<_> = acknowledged.difference(&kept).collect();
        assert!(lost.is_empty(), "lost after kill {number}: {lost:?}");
        if is_done {
            break;
        }
        kills += 1;
    }
    let store = FileStore::open(&path).unwrap();
    let whole = run(&many(MERGES));
    assert_eq!(acknowledged.len(), MERGES as usize);
    assert!(store.usage(&Filter::default()).unwrap().to_json() == whole.to_json(), "after {kills} kills");
    assert!(kills > 10, "{kills}");
}

/// Lets the merges go on until so many more are acknowledged and so many microseconds passed; whether they came to their end.
fn run_and_kill(path: &Path, patience: u64, micros: u64, acknowledged: &mut BTreeSet<String>) -> bool {
    let mut child = merging(path);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut note = |line: String| {
        let name = line.strip_prefix("kept ").map(str::to_owned);
        name.is_some_and(|name| acknowledged.insert(name))
    };
    let mut seen = 0;
    while seen < patience {
        let Some(line) = lines.next() else { return ended(&mut child) };
        seen += u64::from(note(line));
    }
    std::thread::sleep(Duration::from_micros(micros));
    child.kill().unwrap();
    for line in lines {
        note(line);
    }
    ended(&mut child)
}

/// A process that merges, and says what it was told is kept.
pub(crate) fn merging(path: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["crash::merge", "--exact", "--ignored", "--nocapture"])
        .env("STORE_CHILD", path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn ended(child: &mut Child) -> bool {
    child.wait().unwrap().success()
}

#[test]
#[ignore = "the process that another test kills"]
fn merge() {
    let path = std::env::var("STORE_CHILD").unwrap();
    let store = FileStore::open(path.as_ref()).unwrap();
    let logs = many(MERGES);
    let is_kept = |log: &&crate::logs::Log| store.counted(&log.object.name).unwrap().is_some();
    let done = logs.iter().take_while(is_kept).count();
    // Some come again, as notifications do that were not acknowledged; of some the first content was another.
    for (number, log) in logs.iter().enumerate().skip(done.saturating_sub(3)) {
        if number % 10 == 0 {
            let other = &logs[(number + 500) % logs.len()];
            store.put_partial(&store::Object::new(&log.object.name, "first"), &other.usage()).unwrap();
        }
        log.put(&store);
        let mut out = std::io::stdout().lock();
        writeln!(out, "\nkept {}", log.object.name).unwrap();
        out.flush().unwrap();
    }
}
