//! An action, the resource types it can be limited to, and the actions it needs.

use super::{ConditionKey, ResourceType, Service};
use crate::layout::Column;
use crate::{Catalog, Flags, Level};

#[derive(Clone, Copy)]
pub struct Action<'c> {
    pub(crate) catalog: &'c Catalog,
    pub(crate) id: u32,
}

/// The place of an action in its catalogue. Actions are numbered by service, then by name without regard to case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActionId(pub(crate) u32);

/// A resource type that an action can be limited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target<'c> {
    pub resource: ResourceType<'c>,
    /// AWS's mark `*`: a request always names such a resource. If an action has required and optional types, a
    /// statement for it needs one that is required.
    pub required: bool,
    keys: u32,
}

/// An action that must be allowed too for another one to succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need<'c> {
    pub action: Action<'c>,
    /// On what ground: `documented`, `passrole`.
    pub how: &'c str,
}

impl ActionId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl<'c> Action<'c> {
    pub fn id(self) -> ActionId {
        ActionId(self.id)
    }

    /// `GetObject`
    pub fn name(self) -> &'c str {
        self.catalog.store.text(Column::ActionName, self.id)
    }

    /// `s3:GetObject`
    pub fn full_name(self) -> String {
        format!("{}:{}", self.service().prefix(), self.name())
    }

    pub fn service(self) -> Service<'c> {
        Service { catalog: self.catalog, id: self.catalog.store.owner(Column::ServiceActions, self.id) }
    }

    pub fn level(self) -> Level {
        Level::from_code(self.catalog.store.at(Column::ActionLevel, self.id)).unwrap_or(Level::Write)
    }

    pub fn flags(self) -> Flags {
        Flags::from_code(self.catalog.store.at(Column::ActionFlags, self.id)).unwrap_or_default()
    }

    /// The resource types it can be limited to. With none, only `Resource: "*"` applies (unless
    /// [`Flags::RESOURCES_UNKNOWN`] is set).
    pub fn targets(self) -> impl ExactSizeIterator<Item = Target<'c>> {
        let store = &self.catalog.store;
        store.span(Column::OnSetItems, store.at(Column::ActionOn, self.id)).map(move |row| Target {
            resource: ResourceType { catalog: self.catalog, id: store.at(Column::OnResource, row) },
            required: store.at(Column::OnRequired, row) == 1,
            keys: store.at(Column::OnKeys, row),
        })
    }

    pub fn target(self, resource: ResourceType<'c>) -> Option<Target<'c>> {
        self.targets().find(|target| target.resource == resource)
    }

    /// The condition keys of the action itself, whatever the resource.
    pub fn own_keys(self) -> impl ExactSizeIterator<Item = ConditionKey<'c>> {
        ConditionKey::of_set(self.catalog, self.catalog.store.at(Column::ActionKeys, self.id))
    }

    /// Every key that AWS lists for the action: its own, those on a resource type, those of its resource types. AWS's global
    /// keys are not among them unless listed.
    pub fn condition_keys(self) -> Vec<ConditionKey<'c>> {
        let of_targets =
            self.targets().flat_map(|target| target.own_keys().chain(target.resource.condition_keys()));
        let mut keys: Vec<_> = self.own_keys().chain(of_targets).collect();
        keys.sort_by_key(|key| key.id);
        keys.dedup();
        keys
    }

    /// Further actions that its caller must be allowed.
    pub fn needs(self) -> impl ExactSizeIterator<Item = Need<'c>> {
        let store = &self.catalog.store;
        store.span(Column::NeedSetItems, store.at(Column::ActionNeeds, self.id)).map(move |row| Need {
            action: Action { catalog: self.catalog, id: store.at(Column::NeedAction, row) },
            how: store.text(Column::NeedHow, row),
        })
    }
}

impl<'c> Target<'c> {
    /// The keys that apply to the action only together with this resource type.
    pub fn own_keys(self) -> impl ExactSizeIterator<Item = ConditionKey<'c>> {
        ConditionKey::of_set(self.resource.catalog, self.keys)
    }
}
