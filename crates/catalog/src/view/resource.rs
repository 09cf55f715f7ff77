//! A resource type: its ARN formats, its condition keys, the actions that can be limited to it.

use super::{Action, ConditionKey, Service};
use crate::Catalog;
use crate::layout::Column;

#[derive(Clone, Copy)]
pub struct ResourceType<'c> {
    pub(crate) catalog: &'c Catalog,
    pub(crate) id: u32,
}

impl<'c> ResourceType<'c> {
    /// `bucket`
    pub fn name(self) -> &'c str {
        self.catalog.store.text(Column::ResourceName, self.id)
    }

    /// The service that lists it, which need not be the one in its ARNs.
    pub fn service(self) -> Service<'c> {
        Service { catalog: self.catalog, id: self.catalog.store.owner(Column::ServiceResources, self.id) }
    }

    /// `arn:${Partition}:s3:::${BucketName}`, and more where AWS gives several.
    pub fn arn_formats(self) -> impl ExactSizeIterator<Item = &'c str> {
        let store = &self.catalog.store;
        store.span(Column::ResourceTemplates, self.id).map(|row| store.text(Column::TemplateText, row))
    }

    pub fn condition_keys(self) -> impl ExactSizeIterator<Item = ConditionKey<'c>> {
        ConditionKey::of_set(self.catalog, self.catalog.store.at(Column::ResourceKeys, self.id))
    }

    /// The actions that can be limited to it, in order.
    pub fn actions(self) -> impl ExactSizeIterator<Item = Action<'c>> {
        let store = &self.catalog.store;
        store
            .span(Column::ResourceActions, self.id)
            .map(move |row| Action { catalog: self.catalog, id: store.at(Column::ResourceActionAction, row) })
    }
}
