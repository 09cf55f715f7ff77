//! The store in a file, as a [`Store`].

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use redb::Database;
use trail::Principal;

use super::fault::{fault, guarded};
use super::partials::{Pile, Writer};
use super::{documents, open, partials, policies};
use crate::pieces::Pieces;
use crate::{
    Counted, Error, ErrorKind, Filter, Partial, Piece, PolicyVersion, Put, SavedPolicy, Shelf, Shelved, Store,
};

/// A store in a file of its own, held by this process alone until it is dropped.
#[derive(Debug)]
pub struct FileStore {
    path: PathBuf,
    /// None after a write failed: what was in memory is not to be trusted then, and the file is opened anew.
    database: Mutex<Option<Arc<Database>>>,
    /// Nobody else writes to the file while it is open.
    changes: AtomicU64,
}

impl FileStore {
    /// Opens the file, and makes it with its folder if it is not there.
    ///
    /// # Errors
    ///
    /// `Busy` if another process has it; `Corrupt` if it is no store or not a sound one, which is never written over; `NewerSchema`, `Refused`, `Full`.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let store = Self { path: path.to_owned(), database: Mutex::new(None), changes: AtomicU64::new(0) };
        store.database()?;
        Ok(store)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    fn database(&self) -> Result<Arc<Database>, Error> {
        let mut open = self.database.lock().unwrap_or_else(PoisonError::into_inner);
        let database = match open.take() {
            Some(database) => database,
            None => Arc::new(guarded(&self.path, || open::open(&self.path))?),
        };
        *open = Some(Arc::clone(&database));
        Ok(database)
    }

    fn guarded<T>(&self, act: impl FnOnce(&Database) -> Result<T, Error>) -> Result<T, Error> {
        let database = self.database()?;
        let done = guarded(&self.path, || act(&database));
        if done.as_ref().is_err_and(|error| matches!(error.kind, ErrorKind::Full | ErrorKind::Io)) {
            let mut open = self.database.lock().unwrap_or_else(PoisonError::into_inner);
            if open.as_ref().is_some_and(|open| Arc::ptr_eq(open, &database)) {
                *open = None;
            }
        }
        done
    }

    /// Writes all of it or nothing; what is answered is on the disk.
    fn write<T>(&self, act: impl FnOnce(&mut Writer<'_>) -> Result<T, Error>) -> Result<T, Error> {
        self.guarded(|database| {
            let writing = database.begin_write().map_err(fault)?;
            let done = act(&mut Writer::new(&writing)?)?;
            writing.commit().map_err(fault)?;
            self.changes.fetch_add(1, Ordering::AcqRel);
            Ok(done)
        })
    }
}

impl Store for FileStore {
    fn check(&self) -> Result<(), Error> {
        self.guarded(|database| partials::counted(database, "").map(drop))
    }

    fn changes(&self) -> Option<u64> {
        Some(self.changes.load(Ordering::Acquire))
    }

    fn put_partials(&self, partials: &[Partial<'_>]) -> Result<Vec<Put>, Error> {
        // First, as readers wait for nobody, but writers for each other.
        let pieces = partials.iter().map(Pieces::of).collect::<Result<Vec<_>, _>>()?;
        self.write(|writer| {
            let put = |(partial, pieces): (&Partial<'_>, &Pieces)| {
                writer.put(&partial.object.name, &partial.object.mark, pieces)
            };
            partials.iter().zip(&pieces).map(put).collect()
        })
    }

    fn forget(&self, object: &str) -> Result<bool, Error> {
        self.write(|writer| writer.forget(object))
    }

    fn pieces(&self, filter: &Filter, take: &mut dyn FnMut(Piece) -> Result<(), Error>) -> Result<(), Error> {
        let mut pile = self.guarded(|database| Pile::new(database, filter))?;
        loop {
            let pieces = guarded(&self.path, || pile.take())?;
            if pieces.is_empty() {
                return Ok(());
            }
            for Piece { several, usage } in pieces {
                take(Piece { several, usage: filter.of(usage) })?;
            }
        }
    }

    fn principals(&self) -> Result<Vec<Principal>, Error> {
        self.guarded(partials::principals)
    }

    fn counted(&self, object: &str) -> Result<Option<Counted>, Error> {
        self.guarded(|database| partials::counted(database, object))
    }

    fn ledger(&self, after: Option<&str>, limit: usize) -> Result<Vec<Counted>, Error> {
        self.guarded(|database| partials::ledger(database, after, limit))
    }

    fn shelve(&self, shelf: Shelf, document: &Shelved) -> Result<(), Error> {
        self.guarded(|database| documents::shelve(database, shelf, document))
    }

    fn shelved(&self, shelf: Shelf, id: &str) -> Result<Option<Shelved>, Error> {
        self.guarded(|database| documents::shelved(database, shelf, id))
    }

    fn shelf(&self, shelf: Shelf, offset: usize, limit: usize) -> Result<Vec<Shelved>, Error> {
        self.guarded(|database| documents::shelf(database, shelf, offset, limit))
    }

    fn save_policy(&self, name: &str, policy: &PolicyVersion, after: Option<u64>) -> Result<u64, Error> {
        self.guarded(|database| policies::save(database, name, policy, after))
    }

    fn policy(&self, name: &str) -> Result<Option<SavedPolicy>, Error> {
        self.guarded(|database| policies::policy(database, name))
    }

    fn policies(&self) -> Result<Vec<SavedPolicy>, Error> {
        self.guarded(policies::policies)
    }
}
