//! The store in DynamoDB, as a [`Store`].

use std::collections::BTreeSet;

use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use trail::Principal;

use super::connect::{Settings, connect};
use super::manifest::Manifest;
use super::table::Table;
use super::{documents, partials, policies, read};
use crate::pieces::{Pieces, read_all};
use crate::{
    Counted, Error, ErrorKind, Filter, Object, Partial, Piece, PolicyVersion, Put, SavedPolicy, Shelf,
    Shelved, Store,
};

/// Objects that are written at the same time.
const AT_ONCE: usize = 8;
/// Pieces that are read at the same time.
const READ_AT_ONCE: usize = 1024;

/// A store in a table. Any number of processes may have it.
///
/// Its calls block, so they must not be made on a thread that drives an async runtime.
#[derive(Debug)]
pub struct DynamoStore {
    table: Table,
    runtime: Runtime,
}

impl DynamoStore {
    /// # Errors
    ///
    /// `Missing` if there is no such table, `Refused` without credentials or permission, `NewerSchema`, `Io`.
    pub fn open(settings: &Settings) -> Result<Self, Error> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(|error| {
            Error::new(ErrorKind::Io, format!("no thread for the network can be had: {error}"))
        })?;
        let table = runtime.block_on(connect(settings)).map_err(|error| placed(&settings.table, error))?;
        Ok(Self { table, runtime })
    }

    /// Ends where a crash may: for tests of what is then seen.
    #[doc(hidden)]
    pub fn put_partial_without_manifest(&self, object: &Object, usage: &trail::Usage) -> Result<(), Error> {
        let pieces = Pieces::of(&Partial { object, usage })?;
        self.wait(async { partials::write_pieces(&self.table, object, &pieces).await.map(drop) })
    }

    fn wait<T>(&self, act: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        self.runtime.block_on(act).map_err(|error| placed(&self.table.name, error))
    }
}

/// Tells which table it is.
fn placed(table: &str, error: Error) -> Error {
    let message = format!("table `{table}`: {}", error.message);
    Error { message, ..error }
}

impl Store for DynamoStore {
    fn check(&self) -> Result<(), Error> {
        self.wait(async { self.table.get("meta", "schema").await.map(drop) })
    }

    fn put_partials(&self, partials: &[Partial<'_>]) -> Result<Vec<Put>, Error> {
        let names: BTreeSet<&str> = partials.iter().map(|partial| &*partial.object.name).collect();
        // The same object twice: the later one is to be the last.
        let at_once = if names.len() == partials.len() { AT_ONCE } else { 1 };
        let mut put = vec![Put::Same; partials.len()];
        self.wait(async {
            let mut waiting = partials.iter().enumerate();
            let mut tasks = JoinSet::new();
            loop {
                while tasks.len() < at_once
                    && let Some((place, partial)) = waiting.next()
                {
                    let (pieces, object) = (Pieces::of(partial)?, Object::clone(partial.object));
                    let table = self.table.clone();
                    tasks.spawn(async move { (place, partials::put(&table, &object, &pieces).await) });
                }
                let Some(done) = tasks.join_next().await else { return Ok(()) };
                let (place, done) = done.map_err(|error| Error::new(ErrorKind::Io, error.to_string()))?;
                if let Some(slot) = put.get_mut(place) {
                    *slot = done?;
                }
            }
        })?;
        Ok(put)
    }

    fn forget(&self, object: &str) -> Result<bool, Error> {
        self.wait(partials::forget(&self.table, object))
    }

    fn pieces(&self, filter: &Filter, take: &mut dyn FnMut(Piece) -> Result<(), Error>) -> Result<(), Error> {
        let mut found = self.wait(read::pieces(&self.table, filter))?.into_iter();
        loop {
            let some: Vec<_> = found.by_ref().take(READ_AT_ONCE).collect();
            if some.is_empty() {
                return Ok(());
            }
            let read = read_all(some).map_err(|(object, why)| {
                placed(&self.table.name, Error::corrupt(&format!("the usage of `{object}`"), why))
                    .help("forget this object and read it anew")
            })?;
            for (object, usage, is_several) in read {
                take(Piece { several: is_several.then_some(object), usage: filter.of(usage) })?;
            }
        }
    }

    fn principals(&self) -> Result<Vec<Principal>, Error> {
        let names = self.wait(read::principals(&self.table))?;
        Ok(names.iter().map(|name| Principal::new(name)).collect())
    }

    fn counted(&self, object: &str) -> Result<Option<Counted>, Error> {
        let manifest = self.wait(Manifest::read(&self.table, object))?;
        Ok(manifest.and_then(|manifest| manifest.counted()))
    }

    fn ledger(&self, after: Option<&str>, limit: usize) -> Result<Vec<Counted>, Error> {
        self.wait(read::ledger(&self.table, after, limit))
    }

    fn shelve(&self, shelf: Shelf, document: &Shelved) -> Result<(), Error> {
        self.wait(documents::shelve(&self.table, shelf, document))
    }

    fn shelved(&self, shelf: Shelf, id: &str) -> Result<Option<Shelved>, Error> {
        self.wait(documents::shelved(&self.table, shelf, id))
    }

    fn shelf(&self, shelf: Shelf, offset: usize, limit: usize) -> Result<Vec<Shelved>, Error> {
        self.wait(documents::shelf(&self.table, shelf, offset, limit))
    }

    fn save_policy(&self, name: &str, policy: &PolicyVersion, after: Option<u64>) -> Result<u64, Error> {
        self.wait(policies::save(&self.table, name, policy, after))
    }

    fn policy(&self, name: &str) -> Result<Option<SavedPolicy>, Error> {
        self.wait(policies::policy(&self.table, name))
    }

    fn policies(&self) -> Result<Vec<SavedPolicy>, Error> {
        self.wait(policies::policies(&self.table))
    }
}
