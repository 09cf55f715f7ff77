//! Usage that was read from the store, held in memory while nothing changes there: to put a large one together takes seconds.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ops::OpError;
use store::{Days, Filter, Store};
use trail::Usage;

use super::kept::fault;

/// Usages that are held at once: the whole, and those that were asked for last.
const MOST: usize = 4;

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
        // All of it is what takes longest, so that it goes last.
        let oldest = parts.iter().position(|part| !part.filter.is_all());
        let gone = oldest.filter(|_| parts.len() >= MOST).map(|oldest| parts.remove(oldest));
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
