//! What every store can do.

use trail::{Principal, Usage};

use crate::days::DaySums;
use crate::sum::Sum;
use crate::{
    Counted, Days, Error, Filter, Object, Partial, Piece, PolicyVersion, Put, Report, Run, SavedPolicy,
    Shelf, Shelved,
};

/// A memory. What it acknowledged it keeps: neither a crash nor a second try loses or doubles anything.
///
/// All calls block; those to a server try again by themselves before they fail.
pub trait Store: Send + Sync {
    /// Whether it answers.
    fn check(&self) -> Result<(), Error>;

    /// Keeps what objects gave, in place of what was kept of them before. All of one partial is seen or nothing of it; of several, those before
    /// the one that failed may have been kept.
    fn put_partials(&self, partials: &[Partial<'_>]) -> Result<Vec<Put>, Error>;

    /// Forgets an object and what it gave; whether it was known.
    fn forget(&self, object: &str) -> Result<bool, Error>;

    /// Hands over the pieces that fit the filter, in no order. If all are asked for the books are among them, else none. An error of `take` ends it.
    fn pieces(&self, filter: &Filter, take: &mut dyn FnMut(Piece) -> Result<(), Error>) -> Result<(), Error>;

    /// All callers that anything is kept of, in order of their names.
    fn principals(&self) -> Result<Vec<Principal>, Error>;

    /// The entry of an object in the ledger.
    fn counted(&self, object: &str) -> Result<Option<Counted>, Error>;

    /// The ledger in order of names, behind the one given. Those that begin with the same 900 bytes are in any order.
    fn ledger(&self, after: Option<&str>, limit: usize) -> Result<Vec<Counted>, Error>;

    /// Puts a document on the shelf, in place of one with the same id.
    fn shelve(&self, shelf: Shelf, document: &Shelved) -> Result<(), Error>;

    fn shelved(&self, shelf: Shelf, id: &str) -> Result<Option<Shelved>, Error>;

    /// The newest documents first, at most so many behind the first `offset`.
    fn shelf(&self, shelf: Shelf, offset: usize, limit: usize) -> Result<Vec<Shelved>, Error>;

    /// Saves a policy as its next version, whose number is the answer; that in `policy` is not looked at.
    ///
    /// With `after` only if that is the newest version, 0 being none: else [`crate::ErrorKind::Conflict`].
    fn save_policy(&self, name: &str, policy: &PolicyVersion, after: Option<u64>) -> Result<u64, Error>;

    /// A policy with all versions.
    fn policy(&self, name: &str) -> Result<Option<SavedPolicy>, Error>;

    /// All policies in order of their names, each with its newest version only.
    fn policies(&self) -> Result<Vec<SavedPolicy>, Error>;

    /// A number that is another one after partials were put or forgotten, where that can be known: whoever keeps an answer may do so while it
    /// is the same.
    fn changes(&self) -> Option<u64> {
        None
    }

    fn put_partial(&self, object: &Object, usage: &Usage) -> Result<Put, Error> {
        let put = self.put_partials(&[Partial { object, usage }])?;
        Ok(put.first().copied().unwrap_or(Put::Same))
    }

    /// What is asked for, put together: unlimited, the usage of one run over all objects of the ledger, byte for byte.
    ///
    /// Limited, its books tell only of the uses looked at: what was skipped for other reasons has no principal.
    fn usage(&self, filter: &Filter) -> Result<Usage, Error> {
        let mut sum = Sum::default();
        self.pieces(filter, &mut |piece| {
            sum.add(piece);
            Ok(())
        })?;
        Ok(sum.finish())
    }

    /// The same by days, as far as the pieces tell them.
    fn days(&self, filter: &Filter) -> Result<Days, Error> {
        let mut days = DaySums::default();
        self.pieces(filter, &mut |piece| {
            days.add(piece);
            Ok(())
        })?;
        Ok(days.finish())
    }

    fn put_run(&self, run: &Run) -> Result<(), Error> {
        self.shelve(Shelf::Runs, &run.to_shelved())
    }

    fn run(&self, id: &str) -> Result<Option<Run>, Error> {
        self.shelved(Shelf::Runs, id)?.map(|document| Run::of(&document)).transpose()
    }

    /// The newest first.
    fn runs(&self, offset: usize, limit: usize) -> Result<Vec<Run>, Error> {
        self.shelf(Shelf::Runs, offset, limit)?.iter().map(Run::of).collect()
    }

    fn put_report(&self, report: &Report) -> Result<(), Error> {
        self.shelve(Shelf::Reports, &report.to_shelved())
    }

    fn report(&self, id: &str) -> Result<Option<Report>, Error> {
        self.shelved(Shelf::Reports, id)?.map(|document| Report::of(&document)).transpose()
    }

    /// The newest first.
    fn reports(&self, offset: usize, limit: usize) -> Result<Vec<Report>, Error> {
        self.shelf(Shelf::Reports, offset, limit)?.iter().map(Report::of).collect()
    }
}
