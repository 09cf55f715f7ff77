//! Every operation as `POST /api/v1/NAME`, and the list of them.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::routing::{get, post};
use ops::{Effect, OpError, Registered};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::answer::{Answered, json, written};
use super::problem::Problem;
use super::routes::{Routes, Told};
use super::service::{Service, offered};
use super::whole::{Whole, WholeJson};
use crate::http::listen::Peer;
use crate::titles;

/// Where operations are found.
pub(super) const BASE: &str = "/api/v1";

pub(super) fn routes() -> Routes {
    let routes = Routes::default().on(&format!("{BASE}/operations"), get(list), |path| {
        let listed = ops::schema::of_answer::<Vec<Listed>>();
        Told::get(path, "list_operations", "Lists the operations").gives(listed)
    });
    offered().fold(routes, |routes, operation| {
        let handler = move |State(service): State<Arc<Service>>,
                            peer: Option<Extension<Peer>>,
                            WholeJson(body): WholeJson| async move {
            run(operation, &service, peer.map(|Extension(peer)| peer), body).await
        };
        routes.on(&format!("{BASE}/{}", operation.name), post(handler), move |path| told(path, operation))
    })
}

fn told(path: &str, operation: &Registered) -> Told {
    let mut request = (operation.request_schema)().to_value();
    let description = request.as_object_mut().and_then(|request| request.remove("description"));
    let description = description.as_ref().and_then(Value::as_str).map(titles::description);
    Told::new(Method::POST, path, operation.name, &titles::title(operation.name))
        .of("operations")
        .says(description.as_deref().unwrap_or_default())
        .takes("application/json", request)
        .gives((operation.response_schema)())
}

async fn run(operation: &'static Registered, service: &Service, peer: Option<Peer>, body: Whole) -> Answered {
    let Whole { bytes, taken } = body;
    let text = service
        .work(move |cx| {
            let request = request(&bytes)?;
            let answer = (operation.run_json)(request, cx)?.json()?;
            drop(taken);
            written(&answer)
        })
        .await;
    if operation.effect != Effect::Read {
        let status = text.as_ref().map_or_else(Problem::status, |_| StatusCode::OK);
        service.audit(peer, operation.name, None, status).await;
    }
    Ok(json(text?))
}

/// The operation of this name.
pub(super) fn operation(name: &str) -> Option<&'static Registered> {
    offered().find(|operation| operation.name == name)
}

/// The body as JSON; nothing stands for a request without members.
pub(super) fn request(body: &[u8]) -> Result<Value, OpError> {
    if body.trim_ascii().is_empty() {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    serde_json::from_slice(body).map_err(|error| OpError::invalid(format!("the body is not JSON: {error}")))
}

/// An operation that requests may run
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Listed {
    /// What follows `/api/v1/`
    name: &'static str,
    /// The name as people write it
    title: String,
    /// What running it changes
    effect: Changes,
    description: String,
}

/// What running an operation changes
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(inline)]
enum Changes {
    /// Nothing.
    Read,
    /// Files that a request names, which none over this transport may.
    WritesFiles,
    /// What later requests answer; requests stand alone here, so it is refused.
    WritesState,
    /// The same, from the network.
    Fetches,
}

async fn list(State(service): State<Arc<Service>>) -> Answered {
    Ok(json(service.work(|_| written(&offered().map(Listed::of).collect::<Vec<_>>())).await?))
}

impl Listed {
    fn of(operation: &'static Registered) -> Self {
        let schema = (operation.request_schema)();
        let told = schema.get("description").and_then(Value::as_str).unwrap_or_default();
        Self {
            name: operation.name,
            title: titles::title(operation.name),
            effect: operation.effect.into(),
            description: titles::description(told),
        }
    }
}

impl From<Effect> for Changes {
    fn from(effect: Effect) -> Self {
        match effect {
            Effect::Read => Self::Read,
            Effect::WritesFiles => Self::WritesFiles,
            Effect::WritesState => Self::WritesState,
            Effect::Fetches => Self::Fetches,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_json_or_nothing() {
        assert_eq!(request(b" \n").unwrap(), Value::Object(serde_json::Map::new()));
        assert_eq!(request(b"[1]").unwrap(), serde_json::json!([1]));
        assert_eq!(request(b"{").unwrap_err().kind, ops::ErrorKind::Invalid);
    }
}
