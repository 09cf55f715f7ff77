//! A service: the part of an action before the colon.

use super::{Action, Client, ConditionKey, ResourceType};
use crate::Catalog;
use crate::layout::Column;
use crate::store::partition;

#[derive(Clone, Copy)]
pub struct Service<'c> {
    pub(crate) catalog: &'c Catalog,
    pub(crate) id: u32,
}

impl<'c> Service<'c> {
    /// `s3`, the part of its actions before the colon.
    pub fn prefix(self) -> &'c str {
        self.catalog.store.text(Column::ServicePrefix, self.id)
    }

    /// AWS's name of it: `Amazon S3`.
    pub fn title(self) -> &'c str {
        self.catalog.store.text(Column::ServiceTitle, self.id)
    }

    /// `storage`; `None` where no source gives one.
    pub fn category(self) -> Option<&'c str> {
        Some(self.catalog.store.text(Column::ServiceCategory, self.id)).filter(|text| !text.is_empty())
    }

    pub fn actions(self) -> impl ExactSizeIterator<Item = Action<'c>> {
        self.action_rows().map(move |id| Action { catalog: self.catalog, id })
    }

    /// The action of a name without prefix, in any case.
    pub fn action(self, name: &str) -> Option<Action<'c>> {
        let store = &self.catalog.store;
        let rows = self.action_rows();
        let id = partition(rows.clone(), |row| fold_less(store.text(Column::ActionName, row), name));
        let found = rows.contains(&id) && store.text(Column::ActionName, id).eq_ignore_ascii_case(name);
        found.then_some(Action { catalog: self.catalog, id })
    }

    pub fn resource_types(self) -> impl ExactSizeIterator<Item = ResourceType<'c>> {
        let rows = self.catalog.store.span(Column::ServiceResources, self.id);
        rows.map(move |id| ResourceType { catalog: self.catalog, id })
    }

    /// The resource type of a name, in any case.
    pub fn resource_type(self, name: &str) -> Option<ResourceType<'c>> {
        let mut types = self.resource_types();
        types.find(|resource| resource.name().eq_ignore_ascii_case(name))
    }

    /// The condition keys the service lists, with the types it gives them.
    pub fn condition_keys(self) -> impl ExactSizeIterator<Item = ConditionKey<'c>> {
        let rows = self.catalog.store.span(Column::ServiceKeys, self.id);
        rows.map(move |row| ConditionKey::of_row(self.catalog, row))
    }

    /// The SDK clients whose operations are mostly of this service.
    pub fn clients(self) -> impl Iterator<Item = Client<'c>> {
        self.catalog.clients().filter(move |client| client.service() == Some(self))
    }

    pub(crate) fn action_rows(self) -> std::ops::Range<u32> {
        self.catalog.store.span(Column::ServiceActions, self.id)
    }
}

/// Whether `left` sorts before `right` without regard to ASCII case.
pub(crate) fn fold_less(left: &str, right: &str) -> bool {
    let mut letters = left.bytes().zip(right.bytes()).filter(|(one, other)| one != other);
    let differing = letters.find_map(|(one, other)| {
        let [one, other] = [one, other].map(|byte| byte.to_ascii_lowercase());
        (one != other).then_some(one < other)
    });
    differing.unwrap_or(left.len() < right.len())
}
