//! The store in a file, as a [`Store`].

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

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
    database: Mutex<State>,
    /// Told when the file is open, or cannot be.
    tried: Condvar,
    /// Nobody else writes to the file while it is open.
    changes: AtomicU64,
}

#[derive(Debug)]
enum State {
    /// Not opened yet; or a write failed: what was in memory is not to be trusted then, and the file is opened anew.
    Closed,
    /// Somebody opens it, which takes as long as reading all of it.
    Opening,
    Open(Arc<Database>),
}

/// Who comes while the file is being opened waits so long.
const PATIENCE: Duration = Duration::from_secs(1);
/// No file takes as long.
const FOREVER: Duration = Duration::from_hours(24);

impl FileStore {
    /// Opens the file, and makes it with its folder if it is not there.
    ///
    /// # Errors
    ///
    /// `Busy` if another process has it; `Corrupt` if it is no store or not a sound one, which is never written over; `NewerSchema`, `Refused`, `Full`.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let store = Self::at(path);
        store.database()?;
        Ok(store)
    }

    /// The store of the file, which whoever asks first opens, as [`Self::open`] does. Who asks meanwhile waits, and is told that it is `Busy` if
    /// that takes longer than a second.
    pub fn at(path: &Path) -> Self {
        let database = Mutex::new(State::Closed);
        Self { path: path.to_owned(), database, tried: Condvar::new(), changes: AtomicU64::new(0) }
    }

    /// Opens the file unless it is open, however long that takes. The errors are those of [`Self::open`].
    pub fn make_ready(&self) -> Result<(), Error> {
        self.database_within(FOREVER).map(drop)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    fn database(&self) -> Result<Arc<Database>, Error> {
        self.database_within(PATIENCE)
    }

    fn database_within(&self, patience: Duration) -> Result<Arc<Database>, Error> {
        let state = self.state();
        let waited = self.tried.wait_timeout_while(state, patience, |state| matches!(state, State::Opening));
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        match &*state {
            State::Open(database) => return Ok(database.clone()),
            State::Opening => return Err(self.is_opening()),
            State::Closed => *state = State::Opening,
        }
        drop(state);
        let opened = guarded(&self.path, || open::open(&self.path)).map(Arc::new);
        *self.state() = opened.as_ref().map_or(State::Closed, |database| State::Open(database.clone()));
        self.tried.notify_all();
        opened
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.database.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_opening(&self) -> Error {
        Error::new(ErrorKind::Busy, format!("`{}`: the store is being opened", self.path.display()))
            .help("try again later")
    }

    fn guarded<T>(&self, act: impl FnOnce(&Database) -> Result<T, Error>) -> Result<T, Error> {
        let database = self.database()?;
        let done = guarded(&self.path, || act(&database));
        if done.as_ref().is_err_and(|error| matches!(error.kind, ErrorKind::Full | ErrorKind::Io)) {
            let mut state = self.state();
            if matches!(&*state, State::Open(open) if Arc::ptr_eq(open, &database)) {
                *state = State::Closed;
            }
        }
        done
    }

    /// Writes all of it or nothing; what is answered is on the disk.
    fn write<T>(&self, act: impl FnOnce(&mut Writer<'_>) -> Result<T, Error>) -> Result<T, Error> {
        self.guarded(|database| {
            let writing = database.begin_write().map_err(fault)?;
            let mut writer = Writer::new(&writing)?;
            let done = act(&mut writer)?;
            if writer.into_changed() {
                writing.commit().map_err(fault)?;
                self.changes.fetch_add(1, Ordering::AcqRel);
            } else {
                writing.abort().map_err(fault)?;
            }
            Ok(done)
        })
    }
}

impl Store for FileStore {
    fn check(&self) -> Result<(), Error> {
        // Who wants to know does not want to wait.
        if matches!(&*self.state(), State::Opening) {
            return Err(self.is_opening());
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_while_it_is_opened_waits_or_is_told_that_it_is_busy() {
        let folder = tempfile::tempdir().unwrap();
        let store = FileStore::at(&folder.path().join("store"));
        *store.state() = State::Opening;
        assert_eq!(store.check().unwrap_err().kind, ErrorKind::Busy);
        assert_eq!(store.principals().unwrap_err().kind, ErrorKind::Busy);
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| store.make_ready());
            *store.state() = State::Closed;
            store.tried.notify_all();
            waiting.join().unwrap().unwrap();
        });
        assert!(store.check().is_ok() && store.principals().unwrap().is_empty());
    }
}
