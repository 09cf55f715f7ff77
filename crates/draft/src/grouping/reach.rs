//! Whether an action can act on a resource, as far as their types tell.

use std::cell::OnceCell;

use catalog::{Action, Flags, Kinds, ResourceType};
use policy::{ARN_PARTS, Glob, ResourcePattern, arn_parts, is_plain};

/// Actions and entries of `Resource`, by number. Types are told of those entries alone that are asked about: where all the actions of
/// a service have the same resources, nobody asks.
pub(super) struct Reach<'a> {
    actions: Vec<Option<Action<'a>>>,
    kinds: OnceCell<Kinds<'a>>,
    /// Each with the types that some of the actions can be limited to; none if the entry is no ARN.
    entries: Vec<(&'a str, OnceCell<Option<Vec<ResourceType<'a>>>>)>,
}

impl<'a> Reach<'a> {
    pub(super) fn new(actions: Vec<Option<Action<'a>>>, entries: &[&'a str]) -> Self {
        let entries = entries.iter().map(|entry| (*entry, OnceCell::new())).collect();
        Self { actions, kinds: OnceCell::new(), entries }
    }

    /// Whether a statement with the action and the entry allows nothing: what the action acts on is known, and is no such.
    pub(super) fn is_beyond(&self, action: usize, entry: usize) -> bool {
        let Some(action) = self.actions.get(action).copied().flatten() else { return false };
        let Some((entry, types)) = self.entries.get(entry) else { return false };
        let types = types.get_or_init(|| {
            let kinds = self.kinds.get_or_init(|| Kinds::of_all(self.actions.iter().copied().flatten()));
            types_of(entry, kinds)
        });
        types.as_ref().is_some_and(|types| {
            !action.flags().has(Flags::RESOURCES_UNKNOWN)
                && !action.targets().any(|target| types.contains(&target.resource))
        })
    }
}

/// The types that an entry can be of, by its service and its last part: account and region tell none.
fn types_of<'c>(entry: &str, kinds: &Kinds<'c>) -> Option<Vec<ResourceType<'c>>> {
    if entry.contains("${") {
        let pattern = ResourcePattern::with_variables(entry);
        let [_, _, service, _, _, resource] = pattern.parts() else { return None };
        return Some(kinds.named_like(service, resource).map(|target| target.resource).collect());
    }
    let ([_, _, service, _, _, resource], count) = arn_parts(entry);
    if count != ARN_PARTS {
        return None;
    }
    Some(if is_plain(service) && is_plain(resource) {
        kinds.named(service, resource).map(|target| target.resource).collect()
    } else {
        let (service, resource) = (Glob::new(service), Glob::new(resource));
        kinds.named_like(&service, &resource).map(|target| target.resource).collect()
    })
}
