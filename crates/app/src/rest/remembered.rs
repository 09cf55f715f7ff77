//! Usage that was read from the store, held in memory while nothing changes there: to put a large one together takes seconds.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ops::OpError;
use store::{Days, Filter, Store};
use trail::Usage;

use super::kept::fault;

/// Usages that are held at once: of everybody, where the whole goes last, and of one principal each.
const WIDE: usize = 3;
const NARROW: usize = 8;

/// What nobody asks for is let go, as it may be large.
const PATIENCE: Duration = Duration::from_mins(5);

/// What of the store is held in memory.
pub(super) struct Remembered {
    store: Arc<dyn Store>,
    /// The one asked for last at the end.
    parts: Mutex<Vec<Part>>,
    sums: Place<Sums>,
}

struct Part {
    filter: Filter,
    asked: Instant,
    usage: Arc<Place<Arc<Usage>>>,
    days: Arc<Place<Arc<Days>>>,
}

/// What was read, and the number of the store's changes before that.
type Place<T> = Mutex<Option<(u64, T)>>;

/// How much is in the ledger.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    pub(super) principals: usize,
    pub(super) objects: u64,
    pub(super) records: u64,
    pub(super) used: u64,
}

/// Entries of the ledger that are read at a time.
const LEDGER: usize = 10_000;

impl Remembered {
    pub(super) fn new(store: Arc<dyn Store>) -> Self {
        Self { store, parts: Mutex::default(), sums: Mutex::default() }
    }

    /// As [`Store::usage`].
    pub(super) fn usage(&self, filter: &Filter) -> Result<Arc<Usage>, OpError> {
        let place = self.part(filter, |part| part.usage.clone());
        self.held(&place, || self.store.usage(filter).map(Arc::new).map_err(fault))
    }

    /// As [`Store::days`].
    pub(super) fn days(&self, filter: &Filter) -> Result<Arc<Days>, OpError> {
        let place = self.part(filter, |part| part.days.clone());
        self.held(&place, || self.store.days(filter).map(Arc::new).map_err(fault))
    }

    /// How much is kept in all.
    pub(super) fn sums(&self, cx: &ops::Context) -> Result<Sums, OpError> {
        self.held(&self.sums, || self.counted(cx))
    }

    /// Lets go what nobody asked for in the last minutes.
    pub(super) fn forget_unused(&self) {
        self.forget_older(PATIENCE);
    }

    fn forget_older(&self, age: Duration) {
        let mut parts = lock(&self.parts);
        let (kept, gone) =
            std::mem::take(&mut *parts).into_iter().partition(|part| part.asked.elapsed() < age);
        *parts = kept;
        drop(parts);
        // What is large takes its time to go, and nobody is to wait for that.
        drop::<Vec<Part>>(gone);
    }

    fn part<T>(&self, filter: &Filter, of: impl FnOnce(&Part) -> T) -> T {
        let mut parts = lock(&self.parts);
        let known = parts.iter().position(|part| part.filter == *filter).map(|at| parts.remove(at));
        let part = known.unwrap_or_else(|| Part {
            filter: filter.clone(),
            asked: Instant::now(),
            usage: Arc::default(),
            days: Arc::default(),
        });
        let is_narrow = filter.principal.is_some();
        let alike = |other: &&Part| other.filter.principal.is_some() == is_narrow;
        let is_full = parts.iter().filter(alike).count() >= if is_narrow { NARROW } else { WIDE };
        let oldest = parts.iter().position(|part| alike(&part) && !part.filter.is_all());
        let gone = oldest.filter(|_| is_full).map(|oldest| parts.remove(oldest));
        let of = of(&part);
        parts.push(Part { asked: Instant::now(), ..part });
        drop(parts);
        drop(gone);
        of
    }

    /// What is held, unless the store changed since. Who comes while it is read waits for that, in place of reading it, too.
    fn held<T: Clone>(
        &self,
        place: &Place<T>,
        read: impl FnOnce() -> Result<T, OpError>,
    ) -> Result<T, OpError> {
        // Looked at before: what changes while it is read is seen the next time.
        let Some(_) = self.store.changes() else { return read() };
        let mut held = lock(place);
        let changes = self.store.changes();
        if let Some((of, what)) = held.as_ref()
            && Some(*of) == changes
        {
            return Ok(what.clone());
        }
        // What is outdated makes room first.
        *held = None;
        let what = read()?;
        *held = changes.map(|changes| (changes, what.clone()));
        Ok(what)
    }

    fn counted(&self, cx: &ops::Context) -> Result<Sums, OpError> {
        let principals = self.store.principals().map_err(fault)?.len();
        let mut sums = Sums { principals, ..Sums::default() };
        let mut after: Option<String> = None;
        loop {
            cx.check_cancelled()?;
            let entries = self.store.ledger(after.as_deref(), LEDGER).map_err(fault)?;
            for entry in &entries {
                sums.objects += 1;
                sums.records = sums.records.saturating_add(entry.records);
                sums.used = sums.used.saturating_add(entry.used);
            }
            match entries.last() {
                Some(last) if entries.len() == LEDGER => after = Some(last.object.name.clone()),
                _ => return Ok(sums),
            }
        }
    }
}

fn lock<T>(place: &Mutex<T>) -> MutexGuard<'_, T> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use store::{FileStore, Object};

    use super::*;

    const USAGE: &str = r#"{"format":"leastwise-usage/2","in":1,"used":1,"skipped":{},"files":{"read":1,"broken":0},"principals":[
        {"principal":"arn:aws:iam::111122223333:user/ann","uses":[{"eventSource":"s3.amazonaws.com","eventName":"GetObject",
            "outcome":"ok","count":1,"actions":["s3:GetObject"],"seen":"00000000000000aa"}]}]}"#;

    fn stage() -> (Remembered, Arc<FileStore>, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(FileStore::open(&folder.path().join("store")).unwrap());
        (Remembered::new(store.clone()), store, folder)
    }

    fn put(store: &FileStore, name: &str) {
        let (usage, _) = Usage::from_json("", USAGE.as_bytes()).unwrap();
        store.put_partial(&Object::new(name, "1"), &usage).unwrap();
    }

    #[test]
    fn what_is_held_is_what_the_store_says_now() {
        let (held, store, _folder) = stage();
        let all = Filter::default();
        put(&store, "a");
        let first = held.usage(&all).unwrap();
        assert_eq!(*first, store.usage(&all).unwrap());
        assert!(Arc::ptr_eq(&first, &held.usage(&all).unwrap()), "nothing changed, so it is not read again");
        put(&store, "a");
        assert!(Arc::ptr_eq(&first, &held.usage(&all).unwrap()), "the same once more is no change");
        for change in 0..3 {
            if change == 1 {
                assert!(store.forget("a").unwrap());
            } else {
                put(&store, &change.to_string());
            }
            assert_eq!(*held.usage(&all).unwrap(), store.usage(&all).unwrap());
            let ann = Filter::of_principal("arn:aws:iam::111122223333:user/ann");
            assert_eq!(*held.usage(&ann).unwrap(), store.usage(&ann).unwrap());
            assert_eq!(*held.days(&ann).unwrap(), store.days(&ann).unwrap());
            let cx = ops::Context::new(ops::Files::Denied, || 0);
            assert_eq!(held.sums(&cx).unwrap().objects, store.ledger(None, 9).unwrap().len() as u64);
        }
    }

    #[test]
    fn few_are_held_and_none_for_good() {
        let (held, store, _folder) = stage();
        put(&store, "a");
        let whole = held.usage(&Filter::default()).unwrap();
        for number in 0..20 {
            held.usage(&Filter::of_principal(number.to_string())).unwrap();
            held.usage(&Filter { service: Some(number.to_string()), ..Filter::default() }).unwrap();
            assert!(lock(&held.parts).len() <= WIDE + NARROW);
        }
        assert!(Arc::ptr_eq(&whole, &held.usage(&Filter::default()).unwrap()), "the whole goes last");
        held.forget_unused();
        assert_eq!(lock(&held.parts).len(), WIDE + NARROW);
        held.forget_older(Duration::ZERO);
        assert_eq!((lock(&held.parts).len(), Arc::strong_count(&whole)), (0, 1));
    }

    #[test]
    fn those_who_come_at_once_share_one_reading() {
        let (held, store, _folder) = stage();
        put(&store, "a");
        std::thread::scope(|scope| {
            let all: Vec<_> =
                (0..8).map(|_| scope.spawn(|| held.usage(&Filter::default()).unwrap())).collect();
            let all: Vec<_> = all.into_iter().map(|one| one.join().unwrap()).collect();
            assert!(all.windows(2).all(|two| Arc::ptr_eq(&two[0], &two[1])));
        });
    }
}
