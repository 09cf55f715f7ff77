//! `/api/v1/policies`: policies that are saved, with their versions. One that is saved with a principal is what it is granted.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use ops::OpError;
use schemars::{JsonSchema, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{PolicyVersion, SavedPolicy, Store};

use super::answer::{Answered, json, written};
use super::audit::moment;
use super::kept::fault;
use super::operations::request;
use super::paging::{Listing, Paged};
use super::problem::Problem;
use super::query::{Asked, Named};
use super::routes::{Routes, Told};
use super::service::Service;
use super::whole::{Whole, WholeJson};
use crate::environment;
use crate::http::listen::Peer;

pub(super) fn routes() -> Routes {
    Routes::default()
        .on("/api/v1/policies", get(list), |path| {
            Told::get(path, "list_policies", "Lists the saved policies, each with its newest version")
                .of("policies")
                .asks::<Listing>()
                .gives(ops::schema::of_answer::<Paged<Saved>>())
        })
        .on("/api/v1/policies/{name}", get(one).put(save), |path| {
            Told::get(path, "show_policy", "Shows a saved policy with all of its versions")
                .of("policies")
                .gives(ops::schema::of_answer::<Saved>())
        })
        .tell(|| {
            Told::new(Method::PUT, "/api/v1/policies/{name}", SAVE, "Saves a policy as its next version")
                .of("policies")
                .takes("application/json", ops::schema::of::<Saving>().to_value())
                .gives(ops::schema::of_answer::<Saved>())
        })
}

/// A policy by its name
#[derive(Debug, Serialize, JsonSchema)]
struct Saved {
    name: String,
    /// Whose current policy it is, as its newest version says
    #[serde(skip_serializing_if = "Option::is_none")]
    principal: Option<String>,
    /// The oldest first
    versions: Vec<SavedVersion>,
}

/// One version of a policy
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct SavedVersion {
    /// From 1 on
    version: u64,
    saved_at: String,
    /// The policy; its text, if that is not JSON
    #[schemars(schema_with = "document")]
    document: Value,
}

/// A policy to be saved
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Saving {
    /// The policy itself, or its text
    #[schemars(schema_with = "document")]
    document: Value,
    /// Whose current policy it is
    #[serde(default)]
    principal: Option<String>,
    /// Save only if this is the newest version; 0 if there is to be none
    #[serde(default)]
    after: Option<u64>,
}

fn document(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    json_schema!({"type": ["object", "string"]})
}

impl From<SavedPolicy> for Saved {
    fn from(policy: SavedPolicy) -> Self {
        let version = |version: &PolicyVersion| SavedVersion {
            version: version.version,
            saved_at: moment(version.saved_at),
            document: match serde_json::from_str(&version.document) {
                Ok(object @ Value::Object(_)) => object,
                _ => Value::String(version.document.clone()),
            },
        };
        Self {
            principal: policy.principal().map(str::to_owned),
            versions: policy.versions.iter().map(version).collect(),
            name: policy.name,
        }
    }
}

const SAVE: &str = "save_policy";

/// Longer names are none that AWS would give to a policy.
const LONGEST_NAME: usize = 256;

/// As long as a document of a request may be.
const LARGEST: usize = 1_000_000;

async fn list(State(service): State<Arc<Service>>, Asked(asked): Asked<Listing>) -> Answered {
    let store = service.store.clone();
    let text = service.work(move |cx| {
        let all = store.policies().map_err(fault)?;
        written(&Paged::of(all.into_iter().map(Saved::from).collect(), asked.limit, asked.offset, cx))
    });
    Ok(json(text.await?))
}

async fn one(State(service): State<Arc<Service>>, Named(name): Named) -> Answered {
    let store = service.store.clone();
    let text = service.work(move |_| {
        let policy = store.policy(&name).map_err(fault)?;
        let policy = policy.ok_or_else(|| OpError::not_found(format!("there is no policy `{name}`")))?;
        written(&Saved::from(policy))
    });
    Ok(json(text.await?))
}

async fn save(
    State(service): State<Arc<Service>>,
    Named(name): Named,
    peer: Option<Extension<Peer>>,
    body: Result<WholeJson, Response>,
) -> Result<Response, Response> {
    let peer = peer.map(|Extension(peer)| peer);
    let Whole { bytes, taken } = match body {
        Ok(WholeJson(body)) => body,
        Err(refused) => {
            service.audit(peer, SAVE, Some(name), refused.status()).await;
            return Err(refused);
        }
    };
    let (store, pending) =
        (service.store.clone(), service.audit_log().pending(peer, SAVE, Some(name.clone())));
    // Told where it is done: a client that is gone by then has written all the same.
    let saved = service.work(move |_| {
        let saved =
            request(&bytes).map_err(Problem::from).and_then(|saving| saved(store.as_ref(), &name, saving));
        drop(taken);
        pending.end(saved.as_ref().map_or_else(Problem::status, |_| StatusCode::OK));
        Ok(saved)
    });
    let saved = saved.await.and_then(|saved| saved);
    saved.map(json).map_err(IntoResponse::into_response)
}

/// Whether a policy may be saved under this name.
pub(super) fn sound_name(name: &str) -> Result<(), OpError> {
    if name.len() > LONGEST_NAME || name.chars().any(char::is_control) || name.trim().is_empty() {
        return Err(OpError::invalid(format!(
            "the name of a policy has {LONGEST_NAME} bytes at most, and no control characters"
        )));
    }
    Ok(())
}

/// Whether there is anything to be saved.
pub(super) fn sound_text(text: &str) -> Result<(), OpError> {
    if text.trim().is_empty() { Err(OpError::invalid("the policy is empty")) } else { Ok(()) }
}

fn saved(store: &dyn Store, name: &str, saving: Value) -> Result<Vec<u8>, Problem> {
    let saving: Saving =
        serde_json::from_value(saving).map_err(|error| OpError::invalid(error.to_string()))?;
    sound_name(name)?;
    let document = match saving.document {
        Value::String(text) => text,
        policy @ Value::Object(_) => ops::schema::pretty(&policy)?,
        _ => return Err(OpError::invalid("`document` is a policy or its text").into()),
    };
    if document.len() > LARGEST {
        return Err(OpError::too_large(format!("the policy is over the limit of {LARGEST} bytes")).into());
    }
    sound_text(&document)?;
    let saved_at = environment::now();
    let version = PolicyVersion { version: 0, saved_at, principal: saving.principal, document };
    let number = match store.save_policy(name, &version, saving.after) {
        Ok(number) => number,
        Err(error) if error.kind == store::ErrorKind::Conflict => {
            return Err(Problem::conflict(error.message, error.help));
        }
        Err(error) => return Err(fault(error).into()),
    };
    let versions = vec![PolicyVersion { version: number, ..version }];
    Ok(written(&Saved::from(SavedPolicy { name: name.to_owned(), versions }))?)
}
