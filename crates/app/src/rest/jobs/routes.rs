//! `/api/v1/uploads` and `/api/v1/jobs`: a file comes in, and its sender listens to what becomes of it.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures::{Stream, StreamExt};
use ops::OpError;
use schemars::{JsonSchema, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::{oneshot, watch};
use tokio_util::sync::CancellationToken;

use super::super::answer::{Answered, json, written};
use super::super::audit::Line;
use super::super::problem::Problem;
use super::super::query::{Asked, Named};
use super::super::routes::{Routes, Told};
use super::super::service::Service;
use super::board::Job;
use super::intake;
use super::stage::{self, Progress, Stage};
use super::work::{Kind, Work};
use crate::http::listen::Peer;
use crate::panics;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .on("/api/v1/uploads", post(upload), |path| {
            let file = json!({"type": "string", "contentMediaType": "application/octet-stream"});
            Told::new(Method::POST, path, "upload", "Takes in a file: logs, usage or a policy")
                .of("jobs")
                .says("The file is read by and by: the job tells how far that is, and what it came to.")
                .asks::<Upload>()
                .takes("application/octet-stream", file)
                .with_status(202)
                .gives(ops::schema::of_answer::<Accepted>())
        })
        .on("/api/v1/jobs/{id}", get(job), |path| {
            Told::get(path, "show_job", "Says how far a job is").of("jobs").gives(ops::schema::of_answer::<stage::Told>())
        })
        .on("/api/v1/jobs/{id}/events", get(events), |path| {
            Told::get(path, "follow_job", "Tells how far a job is, until its end")
                .of("jobs")
                .says(
                    "Server-sent events: `progress` with `files`, `events`, `skipped`, `bytes` and `total`; at the end `done` with the `run`, or \
                     `failed` with the `problem`. Whoever comes late hears the last one.",
                )
                .gives_as("text/event-stream", event())
        })
}

/// The form of each event.
fn event() -> Value {
    json!({"type": "object", "required": ["event", "data"], "properties": {
        "event": {"type": "string", "enum": ["progress", "done", "failed"]},
        "data": {"type": "string", "description": "JSON"},
    }})
}

/// A file
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Upload {
    /// What the file is called; no path, only a name
    #[schemars(schema_with = "file_name")]
    name: String,
    /// What it is
    #[serde(default)]
    kind: Kind,
}

fn file_name(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    json_schema!({"type": "string", "minLength": 1, "maxLength": 500})
}

/// A file that is here
#[derive(Debug, Serialize, JsonSchema)]
struct Accepted {
    /// The job that reads it, at `/api/v1/jobs/ID`
    job: String,
}

/// Ends every stream of events.
#[derive(Clone)]
pub(crate) struct Stop(pub(crate) CancellationToken);

async fn upload(
    State(service): State<Arc<Service>>,
    peer: Option<Extension<Peer>>,
    Asked(asked): Asked<Upload>,
    body: Body,
) -> Response {
    let peer = peer.map(|Extension(peer)| peer);
    let name = asked.name.clone();
    let accepted = accept(&service, asked, body).await;
    let status = accepted.as_ref().map_or_else(Problem::status, |_| StatusCode::ACCEPTED);
    let job = accepted.as_ref().map(|job| format!(" as job {job}")).unwrap_or_default();
    service.audit(peer, "upload", Some(format!("{name}{job}")), status).await;
    match accepted.and_then(|job| Ok(written(&Accepted { job })?)) {
        Ok(text) => (StatusCode::ACCEPTED, json(text)).into_response(),
        Err(problem) => problem.into_response(),
    }
}

async fn accept(service: &Arc<Service>, asked: Upload, body: Body) -> Result<String, Problem> {
    let Upload { name, kind } = asked;
    if name.trim().is_empty() || name.chars().count() > 500 || name.chars().any(char::is_control) {
        let what = "the name of a file has 500 characters at most, and no control characters";
        return Err(OpError::invalid(what).into());
    }
    let place = service.jobs.intake()?;
    let taken = intake::take(&service.jobs, body).await?;
    service.metrics.took_in(taken.bytes);
    let job = service.jobs.begin()?;
    drop(place);
    let id = job.id.clone();
    let work = Work { kind, name, taken, id: id.clone() };
    tokio::spawn(run(service.clone(), job, work));
    Ok(id)
}

/// Waits for its turn, and works.
async fn run(service: Arc<Service>, job: Job, work: Work) {
    let metrics = &service.metrics;
    metrics.jobs_waiting.inc();
    let turn = service.jobs.turn().await;
    metrics.jobs_waiting.dec();
    metrics.jobs_running.inc();
    job.tell(Stage::Running(Progress { total: work.taken.bytes, ..Progress::default() }));
    let here = service.clone();
    let (tell, ended) = oneshot::channel();
    let work = move || {
        let (cx, store) = (here.context(), here.store.as_ref());
        let done = panics::caught(|| work.done(store, cx, &|progress| job.tell(Stage::Running(progress))));
        let outcome = if done.is_ok() { "done" } else { "failed" };
        let line = Line { from: None, operation: "upload", target: Some(&work.id), status: None, outcome };
        here.audit_log().write(&line);
        // Before anybody hears of the end its file is gone, and it is counted.
        drop(work);
        here.metrics.ended(outcome);
        job.tell(match done {
            Ok(run) => Stage::Done(Box::new(run.into())),
            Err(error) => Stage::Failed(error.into()),
        });
        // Nobody listens any more where the server ends.
        let _ = tell.send(());
    };
    // Threads that answer requests would each hold on to the memory that the reading of a log takes, once they have read one.
    let begun = std::thread::Builder::new().name("reader".to_owned()).spawn(work);
    match begun {
        // An error is that it ended, too.
        Ok(_) => drop(ended.await),
        Err(_) => metrics.ended("failed"),
    }
    drop(turn);
}

fn stages(service: &Service, id: &str) -> Result<watch::Receiver<Stage>, Problem> {
    let stages = service.jobs.job(id);
    stages.ok_or_else(|| OpError::not_found(format!("there is no job `{id}`")).into())
}

async fn job(State(service): State<Arc<Service>>, Named(id): Named) -> Answered {
    let told = stages(&service, &id)?.borrow().told(&id);
    Ok(json(written(&told)?))
}

async fn events(
    State(service): State<Arc<Service>>,
    stop: Option<Extension<Stop>>,
    Named(id): Named,
) -> Result<Response, Problem> {
    let stages = stages(&service, &id)?;
    let stop = stop.map(|Extension(Stop(stop))| stop).unwrap_or_default();
    let events = told(stages).take_until(stop.cancelled_owned());
    Ok((
        [("x-accel-buffering", "no"), ("cache-control", "no-store")],
        Sse::new(events).keep_alive(KeepAlive::default()),
    )
        .into_response())
}

/// The last stage at once, then each that follows, to the end.
fn told(stages: watch::Receiver<Stage>) -> impl Stream<Item = Result<Event, Infallible>> {
    futures::stream::unfold(Some((stages, true)), |listening| async {
        let (mut stages, is_first) = listening?;
        if !is_first && stages.changed().await.is_err() {
            return None;
        }
        let stage = stages.borrow_and_update().clone();
        let (name, data) = stage.event();
        let rest = (!stage.is_last()).then_some((stages, false));
        Some((Ok(Event::default().event(name).data(data)), rest))
    })
}
