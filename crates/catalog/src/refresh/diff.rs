//! What two catalogues say differently.

use std::collections::BTreeMap;

use crate::{Action, Catalog, ConditionKey, ResourceType};

/// The differences from one catalogue to another, by kind; names in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diff {
    pub services: Changes,
    /// Full names of actions.
    pub actions: Changes,
    /// As `s3:bucket`.
    pub resource_types: Changes,
    pub condition_keys: Changes,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    pub added: Vec<String>,
    pub removed: Vec<String>,
    pub changed: Vec<Change>,
}

/// One thing that is said differently of something that is in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub name: String,
    /// `level`, `resource types`, `condition keys`, `dependent actions`, `ARN formats`, `type`, `name`.
    pub aspect: &'static str,
    pub before: String,
    pub after: String,
}

impl Diff {
    pub fn is_empty(&self) -> bool {
        [&self.services, &self.actions, &self.resource_types, &self.condition_keys]
            .into_iter()
            .all(Changes::is_empty)
    }
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

/// What `after` says differently from `before`.
pub fn diff(before: &Catalog, after: &Catalog) -> Diff {
    Diff {
        services: compare(services(before), services(after)),
        actions: compare(actions(before), actions(after)),
        resource_types: compare(resource_types(before), resource_types(after)),
        condition_keys: compare(condition_keys(before), condition_keys(after)),
    }
}

/// Names and what is said of each, by aspect.
type Said = BTreeMap<String, Vec<(&'static str, String)>>;

fn compare(before: Said, mut after: Said) -> Changes {
    let mut changes = Changes::default();
    for (name, said) in before {
        let Some(now) = after.remove(&name) else {
            changes.removed.push(name);
            continue;
        };
        for ((aspect, before), (_, after)) in said.into_iter().zip(now).filter(|(old, new)| old.1 != new.1) {
            changes.changed.push(Change { name: name.clone(), aspect, before, after });
        }
    }
    changes.added = after.into_keys().collect();
    changes
}

fn services(catalog: &Catalog) -> Said {
    catalog.services().map(|it| (it.prefix().to_owned(), vec![("name", it.title().to_owned())])).collect()
}

fn actions(catalog: &Catalog) -> Said {
    let said = |action: Action<'_>| {
        let targets = action.targets().map(|target| {
            let mark = if target.required { "*" } else { "" };
            let keys = keys(target.own_keys());
            let open = if keys.is_empty() { String::new() } else { format!(" ({keys})") };
            format!("{}{mark}{open}", target.resource.name())
        });
        vec![
            ("level", action.level().title().to_owned()),
            ("resource types", joined(targets)),
            ("condition keys", keys(action.own_keys())),
            ("dependent actions", joined(action.needs().map(|need| need.action.full_name()))),
        ]
    };
    catalog.actions().map(|action| (action.full_name(), said(action))).collect()
}

fn resource_types(catalog: &Catalog) -> Said {
    let said = |resource: ResourceType<'_>| {
        vec![
            ("ARN formats", joined(resource.arn_formats().map(str::to_owned))),
            ("condition keys", keys(resource.condition_keys())),
        ]
    };
    let name = |resource: ResourceType<'_>| format!("{}:{}", resource.service().prefix(), resource.name());
    catalog.resource_types().map(|resource| (name(resource), said(resource))).collect()
}

fn condition_keys(catalog: &Catalog) -> Said {
    catalog
        .condition_keys()
        .map(|key| (key.name().to_owned(), vec![("type", key.kind().to_string())]))
        .collect()
}

fn keys<'c>(keys: impl Iterator<Item = ConditionKey<'c>>) -> String {
    joined(keys.map(|key| key.name().to_owned()))
}

fn joined(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join(", ")
}
