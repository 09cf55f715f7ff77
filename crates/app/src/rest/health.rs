//! Whether the server lives, and whether it can work. Machines ask that know neither its name nor a secret.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;

use super::kept::fault;
use super::problem::Problem;
use super::routes::Told;
use super::service::Service;

/// Who is asked whether the server is ready does not wait longer.
const PATIENCE: Duration = Duration::from_secs(2);

pub(super) fn routes() -> Router<Arc<Service>> {
    Router::new().route("/healthz", get(|| async { "ok\n" })).route("/readyz", get(looked))
}

pub(super) fn lives() -> Told {
    Told::get("/healthz", "lives", "Says that the server lives")
        .gives_as("text/plain", json!({"type": "string"}))
}

pub(super) fn is_ready() -> Told {
    let told = Told::get("/readyz", "is_ready", "Says whether the server can work");
    told.gives_as("text/plain", json!({"type": "string"}))
}

/// Ready is who has a catalogue, a store, and a place for work.
async fn looked(State(service): State<Arc<Service>>) -> Response {
    let store = service.store.clone();
    let tried = service.work(move |cx| {
        drop(cx.catalog());
        store.check().map_err(fault)
    });
    match tokio::time::timeout(PATIENCE, tried).await {
        Ok(Ok(())) => "ready\n".into_response(),
        Ok(Err(problem)) => problem.into_response(),
        Err(_) => Problem::busy("the server is too busy").into_response(),
    }
}
