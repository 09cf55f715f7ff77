//! How far a long operation has come, and whether anyone still waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Told now and then how far an operation is; may be called from any thread, often.
pub trait Progress: Send + Sync {
    /// `total` is `None` while it is not known.
    fn at(&self, done: u64, total: Option<u64>, what: &str);

    /// How far a reading of logs is.
    fn reading(&self, at: &Reading) {
        self.at(at.files, at.total, "files");
    }

    /// One line for the person who runs the program, beside the answer.
    fn note(&self, line: &str);
}

/// How far a reading of logs is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading {
    /// Files read.
    pub files: u64,
    /// None while it is not known.
    pub total: Option<u64>,
    /// Records that came in.
    pub records: u64,
    /// Of these, how many were skipped as far as is known before the end.
    pub skipped: u64,
}

/// Nobody listens.
pub struct Quiet;

impl Progress for Quiet {
    fn at(&self, _done: u64, _total: Option<u64>, _what: &str) {}

    fn note(&self, _line: &str) {}
}

/// A flag that asks an operation to stop; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<Flag>);

#[derive(Debug, Default)]
struct Flag {
    is_cancelled: AtomicBool,
    /// How many hold the end of the process up.
    holds: AtomicUsize,
}

impl Cancel {
    pub fn cancel(&self) {
        self.0.is_cancelled.store(true, Ordering::Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.is_cancelled.load(Ordering::Relaxed)
    }

    /// Whether something is about to be saved, for which the end of the process should wait.
    pub fn is_held(&self) -> bool {
        self.0.holds.load(Ordering::Relaxed) > 0
    }

    pub(crate) fn hold(&self) -> Hold {
        self.0.holds.fetch_add(1, Ordering::Relaxed);
        Hold(self.clone())
    }
}

/// Holds the end of the process up until it is dropped.
pub(crate) struct Hold(Cancel);

impl Drop for Hold {
    fn drop(&mut self) {
        self.0.0.holds.fetch_sub(1, Ordering::Relaxed);
    }
}
