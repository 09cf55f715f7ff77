//! One service of the Service Reference laid over the facts of that service.

use std::collections::BTreeSet;

use super::document::{ActionEntry, ResourceEntry, ServiceDocument};
use crate::facts::{ActionFacts, KeyFacts, OnFacts, ResourceFacts, ServiceFacts, fold};
use crate::{Flags, KeyType, Level};

/// What came of laying one service over another.
#[derive(Default)]
pub(super) struct Outcome {
    /// Full names of actions that AWS no longer lists.
    pub(super) retired: Vec<String>,
    /// Full names of new actions of which AWS does not say the level.
    pub(super) without_level: Vec<String>,
    /// References of AWS's to things it does not define.
    pub(super) dangling: Vec<String>,
    /// Actions known before and now, and how many of them have another level.
    pub(super) known: usize,
    pub(super) other_level: usize,
}

/// Changes `old` to what the document says. A new service starts from empty facts.
pub(super) fn lay_over(old: &mut ServiceFacts, new: &ServiceDocument, outcome: &mut Outcome) {
    let resources: Vec<ResourceFacts> = new.resources.iter().map(resource).collect();
    let names: BTreeSet<&str> = resources.iter().map(|resource| resource.name.as_str()).collect();
    let mut actions = Vec::new();
    let mut seen = BTreeSet::new();
    for entry in new.actions.iter().filter(|entry| seen.insert(fold(&entry.name))) {
        let before = old.actions.iter().find(|action| action.name.eq_ignore_ascii_case(&entry.name));
        actions.push(action(&new.prefix, entry, before, &names, outcome));
    }
    let gone = old.actions.iter().filter(|action| !seen.contains(&fold(&action.name)));
    outcome.retired.extend(gone.map(|action| format!("{}:{}", new.prefix, action.name)));
    old.keys = keys(old, new, &resources, &actions);
    old.resources = resources;
    old.actions = actions;
    old.prefix.clone_from(&new.prefix);
    if old.title.is_empty() {
        old.title.clone_from(&new.prefix);
    }
}

fn resource(entry: &ResourceEntry) -> ResourceFacts {
    ResourceFacts { name: entry.name.clone(), arns: entry.arns.clone(), keys: entry.keys.clone() }
}

fn action(
    prefix: &str,
    entry: &ActionEntry,
    before: Option<&ActionFacts>,
    resources: &BTreeSet<&str>,
    outcome: &mut Outcome,
) -> ActionFacts {
    let full_name = format!("{prefix}:{}", entry.name);
    let level = entry.level.or_else(|| before.map(|action| action.level));
    if let Some(before) = before {
        outcome.known += 1;
        outcome.other_level += usize::from(level != Some(before.level));
    }
    if level.is_none() {
        outcome.without_level.push(full_name.clone());
    }
    let mut on = Vec::new();
    for (resource, keys) in &entry.on {
        if !resources.contains(resource.as_str()) {
            outcome.dangling.push(format!("{full_name} on {resource}"));
        } else if on.iter().all(|known: &OnFacts| known.resource != *resource) {
            let known = before.and_then(|action| action.on.iter().find(|on| on.resource == *resource));
            // A request need not name an optional resource: where nothing is known that claims the least.
            let required = known.is_some_and(|on| on.required);
            on.push(OnFacts { resource: resource.clone(), required, keys: keys.clone() });
        }
    }
    ActionFacts {
        name: entry.name.clone(),
        // A level that AWS keeps to itself is taken for the one that is looked at most closely short of permissions.
        level: level.unwrap_or(Level::Write),
        flags: before.map_or(Flags::NONE, |action| action.flags.without(Flags::RESOURCES_UNKNOWN)),
        on,
        keys: entry.keys.clone(),
        needs: before.map(|action| action.needs.clone()).unwrap_or_default(),
    }
}

/// The keys that the document lists, and those that it only uses; types it does not tell stay as they were.
fn keys(
    old: &ServiceFacts,
    new: &ServiceDocument,
    resources: &[ResourceFacts],
    actions: &[ActionFacts],
) -> Vec<KeyFacts> {
    let mut keys: Vec<KeyFacts> = Vec::new();
    let of_actions =
        actions.iter().flat_map(|action| action.keys.iter().chain(action.on.iter().flat_map(|on| &on.keys)));
    let used =
        resources.iter().flat_map(|resource| &resource.keys).chain(of_actions).map(|name| (name, None));
    let listed = new.keys.iter().map(|(name, kind)| (name, *kind));
    let mut seen = BTreeSet::new();
    for (name, kind) in listed.chain(used).filter(|(name, _)| seen.insert(*name)) {
        let before = old.keys.iter().find(|key| key.name == *name).map(|key| key.kind);
        keys.push(KeyFacts { name: name.clone(), kind: kind.or(before).unwrap_or(KeyType::STRING) });
    }
    keys
}
