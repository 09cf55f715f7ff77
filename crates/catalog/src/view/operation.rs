//! The clients of the AWS SDKs, and which actions their operations ask for.

use super::{Action, Service, service::fold_less};
use crate::Catalog;
use crate::layout::Column;
use crate::store::partition;

#[derive(Clone, Copy)]
pub struct Client<'c> {
    pub(crate) catalog: &'c Catalog,
    pub(crate) id: u32,
}

#[derive(Clone, Copy)]
pub struct Operation<'c> {
    pub(crate) catalog: &'c Catalog,
    pub(crate) id: u32,
}

impl<'c> Client<'c> {
    /// Its botocore name: `accessanalyzer`.
    pub fn name(self) -> &'c str {
        self.catalog.store.text(Column::ClientName, self.id)
    }

    /// The service that most of its operations belong to.
    pub fn service(self) -> Option<Service<'c>> {
        let id = self.catalog.store.at(Column::ClientService, self.id).checked_sub(1)?;
        Some(Service { catalog: self.catalog, id })
    }

    /// The host name's first part, and for most services the event source of `CloudTrail`: `monitoring`.
    pub fn endpoint(self) -> &'c str {
        self.catalog.store.text(Column::ClientEndpoint, self.id)
    }

    pub fn operations(self) -> impl ExactSizeIterator<Item = Operation<'c>> {
        let rows = self.catalog.store.span(Column::ClientOperations, self.id);
        rows.map(move |id| Operation { catalog: self.catalog, id })
    }

    /// The operation of a name, in any case.
    pub fn operation(self, name: &str) -> Option<Operation<'c>> {
        let store = &self.catalog.store;
        let rows = store.span(Column::ClientOperations, self.id);
        let id = partition(rows.clone(), |row| fold_less(store.text(Column::OperationName, row), name));
        let found = rows.contains(&id) && store.text(Column::OperationName, id).eq_ignore_ascii_case(name);
        found.then_some(Operation { catalog: self.catalog, id })
    }
}

impl<'c> Operation<'c> {
    pub fn name(self) -> &'c str {
        self.catalog.store.text(Column::OperationName, self.id)
    }

    pub fn client(self) -> Client<'c> {
        Client { catalog: self.catalog, id: self.catalog.store.owner(Column::ClientOperations, self.id) }
    }

    /// The actions that a call asks for; with none, [`Operation::how`] says why.
    pub fn actions(self) -> impl ExactSizeIterator<Item = Action<'c>> {
        let store = &self.catalog.store;
        let set = store.at(Column::OperationActions, self.id);
        store
            .span(Column::ActionSetItems, set)
            .map(move |row| Action { catalog: self.catalog, id: store.at(Column::ActionSetAction, row) })
    }

    /// On what ground the actions are believed (`same-name`), or why there are none (`no-permission`, `unresolved: …`).
    pub fn how(self) -> &'c str {
        self.catalog.store.text(Column::OperationHow, self.id)
    }
}
