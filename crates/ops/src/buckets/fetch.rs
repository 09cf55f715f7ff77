//! The feed: what was listed goes in, fetched objects come out, and no more bytes are held than agreed.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use trail::{Place, Problem};

use super::Address;
use super::object::{Fetched, PIECE};
use super::retry::Retries;
use crate::Context;
use crate::context::{Ask, Listed, Page, Part, Store, StoreError, Stored};
use crate::ledger::{Entry, Ledger};

/// Bytes that may lie in memory, fetched or on their way.
const MOST_HELD: u64 = 64 << 20;
/// Keys that may wait; listing rests beyond.
const MOST_WAITING: usize = 4096;
/// How long an interrupt may go unnoticed.
const NAP: Duration = Duration::from_millis(100);

/// An object to be fetched.
pub(super) struct Waiting {
    pub(super) bucket: Arc<str>,
    pub(super) listed: Listed,
}

/// How many objects came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) listed: u64,
    /// In the ledger already, and not fetched.
    pub(crate) known: u64,
    /// Deleted between listing and fetching.
    pub(crate) vanished: u64,
    /// Written anew since they were listed, or since the ledger was; counted as they are now.
    pub(crate) changed: u64,
    /// Not to be had; a later run tries again.
    pub(crate) failed: u64,
}

pub(super) struct Feed<'c> {
    store: &'c dyn Store,
    cx: &'c Context,
    retries: &'c Retries,
    state: Mutex<State>,
    moved: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Waiting>,
    ready: VecDeque<Ready>,
    /// Fetched or on its way.
    held: u64,
    on_their_way: usize,
    all_listed: bool,
    /// No thread shall do anything any more.
    is_over: bool,
    counts: Counts,
    /// Handed out since this was last asked for: name and mark.
    handed: Vec<(String, String)>,
    not_done: BTreeSet<String>,
    problems: Vec<Problem>,
    fault: Option<(String, StoreError)>,
}

struct Ready {
    waiting: Waiting,
    stored: Stored,
    held: u64,
}

impl<'c> Feed<'c> {
    pub(super) fn new(store: &'c dyn Store, retries: &'c Retries, cx: &'c Context) -> Self {
        Self { store, cx, retries, state: Mutex::default(), moved: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for something to move, but not for ever, as an interrupt moves nothing.
    fn wait<'s>(&self, state: MutexGuard<'s, State>) -> MutexGuard<'s, State> {
        self.moved.wait_timeout(state, NAP).unwrap_or_else(PoisonError::into_inner).0
    }

    pub(super) fn is_over(&self) -> bool {
        self.cx.is_cancelled() || self.state().is_over
    }

    /// Nothing more is wanted: all threads come home.
    pub(super) fn end(&self) {
        self.state().is_over = true;
        self.moved.notify_all();
    }

    pub(super) fn page(&self, ask: &Ask<'_>) -> Result<Page, StoreError> {
        self.retries.retried(ask.prefix, self.cx, || self.store.list(ask))
    }

    pub(super) fn get(&self, bucket: &str, key: &str, part: Option<&Part>) -> Result<Stored, StoreError> {
        self.retries.retried(key, self.cx, || self.store.get(bucket, key, part))
    }

    /// Takes an object that was listed; false once nobody wants it.
    pub(super) fn push(&self, object: Waiting) -> bool {
        let mut state = self.state();
        while state.waiting.len() >= MOST_WAITING && !state.is_over && !self.cx.is_cancelled() {
            state = self.wait(state);
        }
        state.counts.listed += 1;
        state.waiting.push_back(object);
        self.moved.notify_all();
        !state.is_over && !self.cx.is_cancelled()
    }

    pub(super) fn all_listed(&self) {
        self.state().all_listed = true;
        self.moved.notify_all();
    }

    /// The listing cannot go on; what was listed before is read all the same.
    pub(super) fn fail(&self, address: &Address, error: &StoreError) {
        self.state().fault = Some((address.to_string(), error.clone()));
    }

    /// What a thread that fetches does until nothing is left.
    pub(super) fn fetch(&self, ledger: &RwLock<&mut Ledger>) {
        while let Some((waiting, held, entry)) = self.take(ledger) {
            let (size, key) = (waiting.listed.size, &waiting.listed.key);
            // Not all of it, as it may have become large; of an empty object there is no part.
            let part = (size > 0).then_some(Part { from: 0, bytes: PIECE, mark: None });
            let result = self.get(&waiting.bucket, key, part.as_ref());
            let mut state = self.state();
            state.on_their_way -= 1;
            match result {
                Ok(stored) => {
                    let is_changed = entry == Entry::Changed || stored.mark != waiting.listed.mark;
                    state.counts.changed += u64::from(is_changed);
                    state.ready.push_back(Ready { waiting, stored, held });
                }
                // Interrupted: neither done nor failed.
                Err(_) if self.cx.is_cancelled() => state.held -= held,
                Err(StoreError::Gone) => {
                    state.held -= held;
                    state.counts.vanished += 1;
                }
                Err(error) => {
                    state.held -= held;
                    state.counts.failed += 1;
                    let name = Address::name(&waiting.bucket, key);
                    state.problems.push(Problem::new(name, Place::File, format!("cannot be read: {error}")));
                }
            }
            drop(state);
            self.moved.notify_all();
        }
    }

    /// The next object that is not in the ledger, once there is room for it.
    fn take(&self, ledger: &RwLock<&mut Ledger>) -> Option<(Waiting, u64, Entry)> {
        let mut state = self.state();
        loop {
            if state.is_over || self.cx.is_cancelled() {
                return None;
            }
            if let Some(first) = state.waiting.front() {
                let name = Address::name(&first.bucket, &first.listed.key);
                let entered = ledger.read().unwrap_or_else(PoisonError::into_inner);
                let entry = entered.entry(&name, &first.listed.mark);
                drop(entered);
                let held = first.listed.size.min(PIECE);
                if entry == Entry::Done {
                    state.waiting.pop_front();
                    state.counts.known += 1;
                    continue;
                }
                if state.held == 0 || state.held + held <= MOST_HELD {
                    state.held += held;
                    state.on_their_way += 1;
                    return state.waiting.pop_front().map(|waiting| (waiting, held, entry));
                }
            } else if state.all_listed {
                return None;
            }
            state = self.wait(state);
        }
    }

    /// A fetched object, as soon as there is one; `None` when there will be none.
    pub(super) fn next(&self) -> Option<Fetched<'_, 'c>> {
        let mut state = self.state();
        let Ready { waiting: Waiting { bucket, listed }, stored, held } = loop {
            if state.is_over || self.cx.is_cancelled() {
                return None;
            }
            if let Some(ready) = state.ready.pop_front() {
                break ready;
            }
            if state.all_listed && state.waiting.is_empty() && state.on_their_way == 0 {
                return None;
            }
            state = self.wait(state);
        };
        let name = Address::name(&bucket, &listed.key);
        state.handed.push((name.clone(), stored.mark.clone()));
        drop(state);
        Some(Fetched { feed: self, bucket, key: listed.key, name, stored, held })
    }

    pub(super) fn give_back(&self, held: u64) {
        self.state().held -= held;
        self.moved.notify_all();
    }

    pub(super) fn not_done(&self, name: &str) {
        self.state().not_done.insert(name.to_owned());
    }

    /// What was handed out since this was last asked for and was read to its end; name and mark.
    pub(super) fn done(&self) -> Vec<(String, String)> {
        let mut state = self.state();
        let mut handed = std::mem::take(&mut state.handed);
        handed.retain(|(name, _)| !state.not_done.contains(name));
        handed
    }

    /// How many objects there are, if that is known yet.
    pub(super) fn total(&self) -> Option<u64> {
        let state = self.state();
        state.all_listed.then_some(state.counts.listed)
    }

    pub(super) fn counts(&self) -> Counts {
        let state = self.state();
        Counts { failed: state.counts.failed + state.not_done.len() as u64, ..state.counts }
    }

    /// Objects that could not be had, and why the listing ended early if it did.
    pub(super) fn into_faults(self) -> (Vec<Problem>, Option<(String, StoreError)>) {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        (state.problems, state.fault)
    }
}
