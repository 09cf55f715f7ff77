//! Whether an action can act on a resource, as far as their types tell.

use catalog::{Action, Catalog, Flags, ResourceType};
use policy::{ARN_PARTS, Glob, ResourcePattern, arn_parts};

/// The resource types that an entry of `Resource` can be of, by its service and its last part: account and region tell none. None
/// if the entry is no ARN.
pub(super) fn types_of<'c>(entry: &str, catalog: &'c Catalog) -> Option<Vec<ResourceType<'c>>> {
    if entry.contains("${") {
        let pattern = ResourcePattern::with_variables(entry);
        let [_, _, service, _, _, resource] = pattern.parts() else { return None };
        return Some(catalog.resource_types_named(service, resource));
    }
    let ([_, _, service, _, _, resource], count) = arn_parts(entry);
    (count == ARN_PARTS).then(|| catalog.resource_types_named(&Glob::new(service), &Glob::new(resource)))
}

/// Whether a statement with the action and a resource of these types allows nothing: what the action acts on is known, and is no such.
pub(super) fn is_beyond(action: Action<'_>, types: &[ResourceType<'_>]) -> bool {
    !action.flags().has(Flags::RESOURCES_UNKNOWN)
        && !action.targets().any(|target| types.contains(&target.resource))
}
