//! The run against a store in memory that is slow, busy, and changes meanwhile.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use trail::Usage;
use trail::layout::{Day, Selection};

use super::*;
use crate::context::{Ask, Buckets, Listed, Page, Part, Store, StoreError, Stored};
use crate::ledger::Ledger;
use crate::{Cancel, Context, Files};

/// Keys and bytes; clones share them.
#[derive(Clone, Default)]
struct Shelf(Arc<Inner>);

type Change = fn(&mut BTreeMap<String, Vec<u8>>);

#[derive(Default)]
struct Inner {
    objects: Mutex<BTreeMap<String, Vec<u8>>>,
    /// Every so many calls one is told to come later.
    busy_every: u64,
    /// What happens to the shelf once the last page is listed, before it is known.
    meanwhile: Mutex<Option<Change>>,
    /// Cancels after so many objects.
    stop: Option<(u64, Cancel)>,
    calls: AtomicU64,
    gets: AtomicU64,
    asked: Mutex<Vec<(String, Option<String>)>>,
}

impl Shelf {
    fn call(&self) -> Result<(), StoreError> {
        let call = self.0.calls.fetch_add(1, Ordering::Relaxed) + 1;
        let is_busy = self.0.busy_every > 0 && call.is_multiple_of(self.0.busy_every);
        if is_busy { Err(StoreError::Busy("slow down".to_owned())) } else { Ok(()) }
    }
}

fn mark(bytes: &[u8]) -> String {
    format!("{:x}", crate::fingerprint::fnv1a(bytes.iter().copied()))
}

impl Buckets for Shelf {
    fn connect(&self, _: Option<&str>) -> Result<Box<dyn Store>, String> {
        Ok(Box::new(self.clone()))
    }
}

impl Store for Shelf {
    fn list(&self, ask: &Ask<'_>) -> Result<Page, StoreError> {
        self.call()?;
        self.0.asked.lock().unwrap().push((ask.prefix.to_owned(), ask.after.map(ToOwned::to_owned)));
        let mut objects = self.0.objects.lock().unwrap();
        let from = ask.token.or(ask.after).unwrap_or_default();
        let mut page = Page::default();
        for (key, bytes) in
            objects.iter().filter(|(key, _)| key.as_str() > from && key.starts_with(ask.prefix))
        {
            let rest = key.strip_prefix(ask.prefix).unwrap();
            match rest.split_once('/').filter(|_| ask.by_folder) {
                Some((name, _)) => {
                    let folder = format!("{}{name}/", ask.prefix);
                    if page.folders.last() != Some(&folder) && folder.as_str() != from {
                        page.folders.push(folder);
                    }
                }
                None => page.objects.push(Listed {
                    key: key.clone(),
                    mark: mark(bytes),
                    size: bytes.len() as u64,
                }),
            }
            if page.objects.len() == 7 {
                page.next = Some(key.clone());
                return Ok(page);
            }
        }
        let is_last = page.objects.last().is_some_and(|last| last.key == key(2, 4, 24));
        if let Some(change) = self.0.meanwhile.lock().unwrap().take_if(|_| is_last) {
            change(&mut objects);
        }
        Ok(page)
    }

    fn get(&self, _: &str, key: &str, part: Option<&Part>) -> Result<Stored, StoreError> {
        self.call()?;
        let got = self.0.gets.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some((_, cancel)) = self.0.stop.as_ref().filter(|(after, _)| got >= *after) {
            cancel.cancel();
        }
        let objects = self.0.objects.lock().unwrap();
        let all = objects.get(key).ok_or(StoreError::Gone)?;
        if part.and_then(|part| part.mark.as_ref()).is_some_and(|wanted| *wanted != mark(all)) {
            return Err(StoreError::Changed);
        }
        let range = part.map_or(0..all.len(), |part| {
            let from = usize::try_from(part.from).unwrap();
            from..all.len().min(from + usize::try_from(part.bytes).unwrap())
        });
        Ok(Stored { bytes: all[range].to_vec(), size: all.len() as u64, mark: mark(all) })
    }
}

fn key(account: u64, day: u64, number: u64) -> String {
    format!("AWSLogs/{account:012}/CloudTrail/eu-west-1/2026/01/{day:02}/{number:04}.json")
}

/// A log of one event, padded with blanks to at least so many bytes.
fn log(id: &str, bytes: usize) -> Vec<u8> {
    let text = format!(
        r#"{{"Records":[{{"eventVersion":"1.08","eventType":"AwsApiCall","eventID":"{id}",
        "eventTime":"2026-01-31T10:00:00Z","eventSource":"s3.amazonaws.com","eventName":"ListBuckets",
        "awsRegion":"eu-west-1","userIdentity":{{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/a",
        "accountId":"111122223333"}}}}]{}}}"#,
        " ".repeat(bytes)
    );
    text.into_bytes()
}

/// Two accounts with four days of 25 objects each.
fn archive() -> BTreeMap<String, Vec<u8>> {
    let mut objects = BTreeMap::new();
    for (account, day, number) in (1..=2)
        .flat_map(|account| (1..=4).flat_map(move |day| (0..25).map(move |number| (account, day, number))))
    {
        objects.insert(key(account, day, number), log(&format!("{account}-{day}-{number}"), 0));
    }
    objects.insert(
        "AWSLogs/000000000001/CloudTrail-Digest/eu-west-1/2026/01/01/x.json".into(),
        log("digest", 0),
    );
    objects.insert("AWSLogs/000000000001/Config/eu-west-1/2026/1/1/x.json".into(), log("config", 0));
    objects
}

fn shelf(inner: Inner) -> Shelf {
    *inner.objects.lock().unwrap() = archive();
    Shelf(Arc::new(inner))
}

fn run(shelf: &Shelf, wanted: &Selection, ledger: &mut Ledger, cx: Context) -> Result<Books, crate::OpError> {
    let cx = cx.with_buckets(Arc::new(shelf.clone()));
    let address = Address { bucket: "logs".into(), prefix: "AWSLogs".into() };
    let records = trail::Wanted::default();
    let request = Request {
        addresses: &[address],
        wanted,
        records: &records,
        endpoint: None,
        threads: None,
        keep: None,
    };
    analyze(&request, ledger, &cx)
}

fn here() -> Context {
    Context::new(Files::Any, || 0)
}

/// The usage of the objects read from memory.
fn direct(objects: &BTreeMap<String, Vec<u8>>) -> Usage {
    let logs = objects.iter().filter(|(key, _)| key.contains("/CloudTrail/"));
    let go_on = |_: trail::Progress| std::ops::ControlFlow::Continue(());
    trail::analyze(logs, &trail::Options::default(), &here().catalog(), &go_on).usage
}

#[test]
fn a_busy_store_gives_what_a_quiet_one_gives() {
    let shelf = shelf(Inner { busy_every: 5, ..Inner::default() });
    let mut ledger = Ledger::default();
    let books = run(&shelf, &Selection::default(), &mut ledger, here()).unwrap();
    assert_eq!((books.counts.listed, books.problems.len()), (200, 0));
    assert_eq!(ledger.usage().to_json(), direct(&archive()).to_json());
}

#[test]
fn only_what_is_wanted_is_listed_and_read() {
    let shelf = shelf(Inner::default());
    let day = |text| Day::parse(text);
    let wanted = Selection {
        accounts: ["000000000002".to_owned()].into(),
        first: day("2026-01-02"),
        last: day("2026-01-02"),
        ..Selection::default()
    };
    let mut ledger = Ledger::default();
    run(&shelf, &wanted, &mut ledger, here()).unwrap();
    // The day, and the day after for what was delivered late.
    assert_eq!((ledger.usage().records(), shelf.0.gets.load(Ordering::Relaxed)), (50, 50));
    let asked = shelf.0.asked.lock().unwrap();
    assert!(!asked.iter().any(|(prefix, _)| prefix.contains("000000000001/")), "{asked:?}");
    let after = Some("AWSLogs/000000000002/CloudTrail/eu-west-1/2026/01/02/".to_owned());
    assert!(asked.iter().any(|ask| ask.1 == after), "{asked:?}");
}

/// A key on a page that was listed before, whichever of the listers is how far with the rest.
fn late() -> String {
    key(2, 4, 0).replace(".json", "-late.json")
}

#[test]
fn what_vanished_or_changed_since_it_was_listed_is_told() {
    let change = |objects: &mut BTreeMap<String, Vec<u8>>| {
        objects.remove(&key(2, 4, 23));
        objects.insert(key(2, 4, 24), log("another", 0));
        objects.insert(late(), log("too late", 0));
    };
    let shelf = shelf(Inner { meanwhile: Mutex::new(Some(change)), ..Inner::default() });
    let mut ledger = Ledger::default();
    let counts = run(&shelf, &Selection::default(), &mut ledger, here()).unwrap().counts;
    let left = shelf.0.objects.lock().unwrap().clone();
    let seen: BTreeMap<_, _> = left.into_iter().filter(|(name, _)| *name != late()).collect();
    assert_eq!((counts.listed, counts.vanished, counts.changed, counts.failed), (200, 1, 1, 0));
    assert_eq!(ledger.usage().to_json(), direct(&seen).to_json());
}

#[test]
fn an_interrupted_run_goes_on_and_counts_every_event_once() {
    let cancel = Cancel::default();
    let first = shelf(Inner { stop: Some((60, cancel.clone())), ..Inner::default() });
    let mut ledger = Ledger::default();
    let stopped = run(&first, &Selection::default(), &mut ledger, here().with_cancel(cancel));
    assert_eq!(stopped.unwrap_err().message, "interrupted");
    let done = ledger.objects() as u64;
    assert!(done < 200);
    assert_eq!(ledger.usage().records(), done);

    let second = shelf(Inner::default());
    let counts = run(&second, &Selection::default(), &mut ledger, here()).unwrap().counts;
    assert_eq!((counts.known, second.0.gets.load(Ordering::Relaxed)), (done, 200 - done));
    assert_eq!(ledger.usage().to_json(), direct(&archive()).to_json());
}

#[test]
fn a_large_object_is_read_in_pieces() {
    let shelf = Shelf::default();
    let objects = BTreeMap::from([(key(1, 1, 1), log("large", 20 << 20)), (key(1, 1, 2), log("small", 0))]);
    *shelf.0.objects.lock().unwrap() = objects.clone();
    let mut ledger = Ledger::default();
    run(&shelf, &Selection::default(), &mut ledger, here()).unwrap();
    assert_eq!(shelf.0.gets.load(Ordering::Relaxed), 4);
    assert_eq!(ledger.usage().to_json(), direct(&objects).to_json());
}

#[test]
fn there_is_no_store_unless_one_is_given() {
    let wanted = Selection::default();
    let address = Address { bucket: "logs".into(), prefix: String::new() };
    let request = Request {
        addresses: &[address],
        wanted: &wanted,
        records: &trail::Wanted::default(),
        endpoint: None,
        threads: None,
        keep: None,
    };
    let refusal = analyze(&request, &mut Ledger::default(), &here()).unwrap_err();
    assert!(refusal.message.contains("--features aws"), "{}", refusal.message);
    assert!(refusal.hint.unwrap().contains("aws s3 sync"));
}

#[test]
fn an_object_that_is_named_gives_what_a_run_over_it_gives() {
    let objects = BTreeMap::from([
        (key(1, 1, 1), log("large", 20 << 20)),
        (key(1, 1, 2), b"no log".to_vec()),
        (key(1, 1, 3), Vec::new()),
    ]);
    let shelf = Shelf(Arc::new(Inner { busy_every: 3, ..Inner::default() }));
    *shelf.0.objects.lock().unwrap() = objects.clone();
    for (key, bytes) in &objects {
        let read = read_object(&shelf, "logs", key, &here()).unwrap().unwrap();
        let alone = BTreeMap::from([(key.clone(), bytes.clone())]);
        assert_eq!(read.usage.to_json(), direct(&alone).to_json(), "{key}");
        assert_eq!((read.mark.as_str(), read.size), (mark(bytes).as_str(), bytes.len() as u64), "{key}");
        assert_eq!(read.problems.is_empty(), bytes.starts_with(b"{"), "{key}: {:?}", read.problems);
        assert!(is_unchanged(&shelf, "logs", key, &read.mark, &here()).unwrap(), "{key}");
        assert!(!is_unchanged(&shelf, "logs", key, "another", &here()).unwrap(), "{key}");
    }
    assert!(read_object(&shelf, "logs", "gone", &here()).unwrap().is_none());
}

#[test]
fn an_object_that_changes_while_it_is_read_is_not_counted_in_part() {
    struct Changing(Shelf);
    impl Store for Changing {
        fn list(&self, ask: &Ask<'_>) -> Result<Page, StoreError> {
            self.0.list(ask)
        }

        fn get(&self, bucket: &str, key: &str, part: Option<&Part>) -> Result<Stored, StoreError> {
            if part.is_some_and(|part| part.from > 0) {
                self.0.0.objects.lock().unwrap().insert(key.to_owned(), log("another", 0));
            }
            self.0.get(bucket, key, part)
        }
    }
    let shelf = Shelf::default();
    shelf.0.objects.lock().unwrap().insert(key(1, 1, 1), log("large", 20 << 20));
    let read = read_object(&Changing(shelf), "logs", &key(1, 1, 1), &here());
    assert!(matches!(&read, Err(StoreError::Busy(why)) if why.contains("changed")), "{read:?}");
}

#[test]
fn nobody_waits_for_an_object_once_it_is_too_late() {
    let cancel = Cancel::default();
    cancel.cancel();
    let shelf = Shelf(Arc::new(Inner { busy_every: 1, ..Inner::default() }));
    let read = read_object(&shelf, "logs", "any", &here().with_cancel(cancel));
    assert!(matches!(read, Err(StoreError::Busy(_))), "{read:?}");
}
