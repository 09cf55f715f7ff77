//! The Python package `botocore`: every operation of every AWS client, with its HTTP verb and how it is signed.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use flate2::read::GzDecoder;
use serde::Deserialize;

use super::shapes::{Reference, Shapes, takes_role};

/// One client (`boto3.client(NAME)`) in its newest API version.
pub(crate) struct Client {
    pub(crate) name: String,
    pub(crate) full_name: String,
    pub(crate) endpoint_prefix: String,
    pub(crate) signing_name: String,
    pub(crate) operations: Vec<Operation>,
}

pub(crate) struct Operation {
    pub(crate) name: String,
    pub(crate) http_method: String,
    /// Its requests carry no signature that IAM could judge: anonymous, or a bearer token.
    pub(crate) unsigned: bool,
    /// Among its parameters can be the ARN of a role.
    pub(crate) takes_role: bool,
}

pub(crate) fn read(package: &Path) -> Result<Vec<Client>> {
    let mut clients = Vec::new();
    for folder in folders(&package.join("botocore/data"))? {
        // The folders of the API versions are dates: the last one is the newest.
        let newest = folders(&folder)?.into_iter().rev().map(|version| version.join("service-2.json.gz"));
        let Some(path) = newest.into_iter().find(|path| path.is_file()) else {
            continue;
        };
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
        let file = File::open(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        let model: RawModel = serde_json::from_reader(BufReader::new(GzDecoder::new(file)))
            .with_context(|| format!("cannot understand `{}`", path.display()))?;
        clients.push(lower(name.unwrap_or_default(), model));
    }
    Ok(clients)
}

fn lower(name: String, model: RawModel) -> Client {
    let bearer_service = model.metadata.is_bearer();
    let operations = model.operations.into_iter().map(|(name, raw)| Operation {
        name,
        unsigned: raw.is_unsigned(bearer_service),
        takes_role: raw.input.as_ref().is_some_and(|input| takes_role(&model.shapes, &input.shape)),
        http_method: raw.http.method,
    });
    Client {
        name,
        full_name: model.metadata.service_full_name,
        signing_name: model.metadata.signing_name.unwrap_or_else(|| model.metadata.endpoint_prefix.clone()),
        endpoint_prefix: model.metadata.endpoint_prefix,
        operations: operations.collect(),
    }
}

#[derive(Deserialize)]
struct RawModel {
    metadata: RawMetadata,
    operations: BTreeMap<String, RawOperation>,
    shapes: Shapes,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawMetadata {
    service_full_name: String,
    endpoint_prefix: String,
    signing_name: Option<String>,
    signature_version: Option<String>,
    #[serde(default)]
    auth: Vec<String>,
}

#[derive(Deserialize)]
struct RawOperation {
    http: RawHttp,
    input: Option<Reference>,
    authtype: Option<String>,
    #[serde(default)]
    auth: Vec<String>,
}

#[derive(Deserialize)]
struct RawHttp {
    method: String,
}

impl RawMetadata {
    fn is_bearer(&self) -> bool {
        self.signature_version.as_deref() == Some("bearer")
            && self.auth.iter().all(|kind| kind.contains("earer"))
    }
}

impl RawOperation {
    fn is_unsigned(&self, bearer_service: bool) -> bool {
        match (self.authtype.as_deref(), self.auth.first().map(String::as_str)) {
            (Some("none" | "bearer"), _) | (None, Some("smithy.api#noAuth")) => true,
            (None, None) => bearer_service,
            _ => false,
        }
    }
}

fn folders(of: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(of).with_context(|| format!("cannot read `{}`", of.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
