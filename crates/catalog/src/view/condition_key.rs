//! A condition key, or the template of many: `aws:RequestTag/${TagKey}`.

use super::Action;
use crate::layout::Column;
use crate::{Catalog, KeyType};

#[derive(Clone, Copy)]
pub struct ConditionKey<'c> {
    pub(crate) catalog: &'c Catalog,
    pub(crate) id: u32,
    kind: KeyType,
}

impl<'c> ConditionKey<'c> {
    /// The key of a number, with the type of the service it is named after, of AWS's global keys, or of the first
    /// service that lists it.
    pub(crate) fn new(catalog: &'c Catalog, id: u32) -> Self {
        let kind = catalog.store.at(Column::KeyKind, id);
        Self { catalog, id, kind: KeyType::from_code(kind).unwrap_or(KeyType::STRING) }
    }

    /// The key with the type that the service of this row gives it.
    pub(crate) fn of_row(catalog: &'c Catalog, row: u32) -> Self {
        let kind = catalog.store.at(Column::KeyRowKind, row);
        let kind = KeyType::from_code(kind).unwrap_or(KeyType::STRING);
        Self { catalog, id: catalog.store.at(Column::KeyRowKey, row), kind }
    }

    pub(crate) fn of_set(catalog: &'c Catalog, set: u32) -> impl ExactSizeIterator<Item = Self> {
        let rows = catalog.store.span(Column::KeySetItems, set);
        rows.map(move |row| Self::new(catalog, catalog.store.at(Column::KeySetKey, row)))
    }

    /// The name in AWS's spelling, with `${…}` for what varies.
    pub fn name(self) -> &'c str {
        self.catalog.store.text(Column::KeyName, self.id)
    }

    pub fn is_template(self) -> bool {
        self.name().contains("${")
    }

    pub fn kind(self) -> KeyType {
        self.kind
    }

    /// A request may carry several values: policies must use `ForAllValues:` or `ForAnyValue:`.
    pub fn is_multivalued(self) -> bool {
        self.kind.multivalued
    }

    /// The actions for which AWS lists the key: on the action, on it with a resource type, or on such a type.
    pub fn actions(self) -> impl ExactSizeIterator<Item = Action<'c>> {
        let store = &self.catalog.store;
        store
            .span(Column::KeyActions, self.id)
            .map(move |row| Action { catalog: self.catalog, id: store.at(Column::KeyActionAction, row) })
    }
}
