//! The catalogue itself: where it comes from, and what it lists.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::layout::{Column, Kind};
use crate::store::{Store, partition};
use crate::view::{Action, ActionId, Client, ConditionKey, Operation, ResourceType, Service};
use crate::{ActionSet, Level, Problem};

/// What one version of the facts knows of AWS.
///
/// Opening it parses nothing: everything is read where it lies. Numbers such as [`ActionId`] and sets such as
/// [`ActionSet`] belong to the catalogue they come from and mean nothing in another one.
#[derive(Debug)]
pub struct Catalog {
    pub(crate) store: Store,
}

impl Catalog {
    /// The catalogue that comes with the program.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Catalog> = OnceLock::new();
        EMBEDDED.get_or_init(Self::open_embedded)
    }

    /// What the first call of [`Catalog::embedded`] does; there is no other reason to call it than to measure it.
    pub fn open_embedded() -> Self {
        let columns = include_bytes!(concat!(env!("OUT_DIR"), "/columns.bin"));
        let strings = include_str!(concat!(env!("OUT_DIR"), "/strings.txt"));
        match Store::trusted(columns, strings) {
            Ok(store) => Self { store },
            Err(problem) => unreachable!("the build script packed this very catalogue: {problem}"),
        }
    }

    /// Opens a packed catalogue, such as a refreshed one, and checks all of it: about a millisecond.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, Problem> {
        Ok(Self { store: Store::open(bytes.into())? })
    }

    /// The form that [`Catalog::open`] takes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.store.to_bytes()
    }

    /// All services, by prefix.
    pub fn services(&self) -> impl ExactSizeIterator<Item = Service<'_>> {
        (0..self.store.rows(Kind::Service)).map(|id| Service { catalog: self, id })
    }

    /// The service of a prefix, in any case.
    pub fn service(&self, prefix: &str) -> Option<Service<'_>> {
        let mut folded = [0; 64];
        let folded = fold_into(prefix, &mut folded)?;
        let rows = 0..self.store.rows(Kind::Service);
        let id = partition(rows, |row| self.store.text(Column::ServicePrefix, row).as_bytes() < folded);
        let found = self.store.text(Column::ServicePrefix, id).as_bytes() == folded && !folded.is_empty();
        found.then_some(Service { catalog: self, id })
    }

    /// All actions: by service, and by name without regard to case within one.
    pub fn actions(&self) -> impl ExactSizeIterator<Item = Action<'_>> {
        (0..self.store.rows(Kind::Action)).map(|id| Action { catalog: self, id })
    }

    /// The action of a full name such as `s3:GetObject`, in any case.
    pub fn action(&self, name: &str) -> Option<Action<'_>> {
        let (prefix, name) = name.split_once(':')?;
        self.service(prefix)?.action(name)
    }

    pub fn action_at(&self, id: ActionId) -> Option<Action<'_>> {
        (id.0 < self.store.rows(Kind::Action)).then_some(Action { catalog: self, id: id.0 })
    }

    pub fn actions_of_level(&self, level: Level) -> ActionSet {
        self.actions().filter(|action| action.level() == level).collect()
    }

    /// All resource types: by service, and by name within one.
    pub fn resource_types(&self) -> impl ExactSizeIterator<Item = ResourceType<'_>> {
        (0..self.store.rows(Kind::Resource)).map(|id| ResourceType { catalog: self, id })
    }

    /// All condition keys that a service lists, and AWS's global ones; each once, by name.
    pub fn condition_keys(&self) -> impl ExactSizeIterator<Item = ConditionKey<'_>> {
        (0..self.store.rows(Kind::Key)).map(|id| ConditionKey::new(self, id))
    }

    /// All SDK clients, by their botocore name.
    pub fn clients(&self) -> impl ExactSizeIterator<Item = Client<'_>> {
        (0..self.store.rows(Kind::Client)).map(|id| Client { catalog: self, id })
    }

    /// The client of a botocore name such as `accessanalyzer`.
    pub fn client(&self, name: &str) -> Option<Client<'_>> {
        let rows = 0..self.store.rows(Kind::Client);
        let id = partition(rows, |row| self.store.text(Column::ClientName, row) < name);
        let found = self.store.text(Column::ClientName, id) == name && !name.is_empty();
        found.then_some(Client { catalog: self, id })
    }

    /// An operation of a client, such as (`s3`, `ListObjectsV2`), in any case.
    pub fn operation(&self, client: &str, name: &str) -> Option<Operation<'_>> {
        self.client(client)?.operation(name)
    }
}

/// Prefixes are lower case and short: what does not fit is none.
fn fold_into<'b>(text: &str, buffer: &'b mut [u8; 64]) -> Option<&'b [u8]> {
    let folded = buffer.get_mut(..text.len())?;
    folded.copy_from_slice(text.as_bytes());
    folded.make_ascii_lowercase();
    Some(folded)
}
