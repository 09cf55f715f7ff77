//! Whether an action can act on a resource, as far as their types tell.

use catalog::{Action, Catalog, Flags, ResourceType};
use policy::{ARN_PARTS, Glob, ResourcePattern, arn_parts};

/// The service and the last part of an entry of `Resource`; account and region tell no type.
pub(super) struct Target {
    service: Glob,
    resource: Glob,
}

impl Target {
    /// None if the entry is no ARN.
    pub(super) fn of(entry: &str) -> Option<Self> {
        if !entry.contains("${") {
            let ([_, _, service, _, _, resource], count) = arn_parts(entry);
            let target = || Self { service: Glob::new(service), resource: Glob::new(resource) };
            return (count == ARN_PARTS).then(target);
        }
        let pattern = ResourcePattern::with_variables(entry);
        let [_, _, service, _, _, resource] = pattern.parts() else { return None };
        Some(Self { service: service.clone(), resource: resource.clone() })
    }

    /// The resource types that it can be of.
    pub(super) fn types<'t>(&'t self, catalog: &'t Catalog) -> Vec<ResourceType<'t>> {
        catalog.resource_types_named(&self.service, &self.resource).collect()
    }
}

/// Whether a statement with the action and a resource of these types allows nothing: what the action acts on is known, and is no such.
pub(super) fn is_beyond(action: Action<'_>, types: &[ResourceType<'_>]) -> bool {
    !action.flags().has(Flags::RESOURCES_UNKNOWN)
        && !action.targets().any(|target| types.contains(&target.resource))
}
