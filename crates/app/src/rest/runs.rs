//! `/api/v1/runs`: what was read, when, and what it came to.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::routing::get;
use ops::OpError;
use schemars::JsonSchema;
use serde::Serialize;
use store::Run;

use super::answer::{Answered, json, written};
use super::audit::moment;
use super::kept::fault;
use super::paging::Listing;
use super::query::{Asked, Named};
use super::routes::{Routes, Told};
use super::service::Service;

pub(super) fn routes() -> Routes {
    Routes::default()
        .on("/api/v1/runs", get(list), |path| {
            Told::get(path, "list_runs", "Lists the readings of logs, the newest first")
                .of("usage")
                .asks::<Listing>()
                .gives(ops::schema::of_answer::<Runs>())
        })
        .on("/api/v1/runs/{id}", get(one), |path| {
            Told::get(path, "show_run", "Shows one reading of logs")
                .of("usage")
                .gives(ops::schema::of_answer::<RunTold>())
        })
}

/// Some runs
#[derive(Debug, Serialize, JsonSchema)]
struct Runs {
    result: Vec<RunTold>,
    /// Whether more follow
    truncated: bool,
}

/// One reading of logs
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct RunTold {
    id: String,
    /// What was asked for
    kind: String,
    started_at: String,
    finished_at: Option<String>,
    /// Records that came in
    r#in: u64,
    /// API calls counted
    used: u64,
    /// Records not counted, by reason
    skipped: BTreeMap<String, u64>,
    files: u64,
    /// What else is to be said of it
    note: Option<String>,
}

impl From<Run> for RunTold {
    fn from(run: Run) -> Self {
        Self {
            id: run.id,
            kind: run.kind,
            started_at: moment(run.started_at),
            finished_at: run.finished_at.map(moment),
            r#in: run.records,
            used: run.used,
            skipped: run.skipped,
            files: run.files,
            note: Some(run.note).filter(|note| !note.is_empty()),
        }
    }
}

async fn list(State(service): State<Arc<Service>>, Asked(asked): Asked<Listing>) -> Answered {
    let store = service.store.clone();
    let text = service.work(move |cx| {
        let limit = asked.limit.unwrap_or(cx.limits().page).min(cx.limits().page_max);
        let mut runs = store.runs(asked.offset, limit.saturating_add(1)).map_err(fault)?;
        let truncated = runs.len() > limit;
        runs.truncate(limit);
        written(&Runs { result: runs.into_iter().map(RunTold::from).collect(), truncated })
    });
    Ok(json(text.await?))
}

async fn one(State(service): State<Arc<Service>>, Named(id): Named) -> Answered {
    let store = service.store.clone();
    let text = service.work(move |_| {
        let run = store.run(&id).map_err(fault)?;
        let run = run.ok_or_else(|| OpError::not_found(format!("there is no run `{id}`")))?;
        written(&RunTold::from(run))
    });
    Ok(json(text.await?))
}
