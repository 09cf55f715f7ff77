//! What is counted of requests, as Prometheus reads it at `/metrics`.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use ops::OpError;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use serde_json::json;

use super::operations::BASE;
use super::problem::Problem;
use super::routes::Told;
use super::service::Service;

/// All that is counted.
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<Answer, Counter>,
    seconds: Family<Asked, Histogram>,
    in_flight: Gauge,
    /// Jobs that wait or run.
    pub(super) jobs_waiting: Gauge,
    pub(super) jobs_running: Gauge,
    jobs: Family<Ended, Counter>,
    uploaded: Counter<u64, AtomicU64>,
}

/// What was asked for: an operation, or the path as it is written in `/openapi.json`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    operation: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    operation: String,
    status: u32,
}

/// How a job ended: `done` or `failed`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Ended {
    outcome: &'static str,
}

/// Upper bounds, in seconds.
const BOUNDS: [f64; 12] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0];

impl Metrics {
    pub(super) fn new() -> Self {
        let new: fn() -> Histogram = || Histogram::new(BOUNDS);
        let mut metrics = Self {
            registry: Registry::with_prefix("leastwise"),
            requests: Family::default(),
            seconds: Family::new_with_constructor(new),
            in_flight: Gauge::default(),
            jobs_waiting: Gauge::default(),
            jobs_running: Gauge::default(),
            jobs: Family::default(),
            uploaded: Counter::default(),
        };
        let all = &mut metrics.registry;
        all.register("http_requests", "Requests answered, by operation and status", metrics.requests.clone());
        all.register(
            "http_request_duration_seconds",
            "How long requests took, until their answer began",
            metrics.seconds.clone(),
        );
        all.register("http_requests_in_flight", "Requests not answered yet", metrics.in_flight.clone());
        all.register("jobs_waiting", "Files that wait to be read", metrics.jobs_waiting.clone());
        all.register("jobs_running", "Files that are being read", metrics.jobs_running.clone());
        all.register("jobs", "Files that were read, by outcome", metrics.jobs.clone());
        all.register("uploaded_bytes", "Bytes of files taken in", metrics.uploaded.clone());
        metrics
    }

    /// A job that ran has come to its end.
    pub(super) fn ended(&self, outcome: &'static str) {
        self.jobs_running.dec();
        self.jobs.get_or_create(&Ended { outcome }).inc();
    }

    pub(super) fn took_in(&self, bytes: u64) {
        self.uploaded.inc_by(bytes);
    }
}

pub(super) fn routes() -> Router<Arc<Service>> {
    Router::new().route("/metrics", get(serve))
}

pub(super) fn told() -> Told {
    let told =
        Told::get("/metrics", "metrics", "Counts requests, jobs and what was sent, as Prometheus reads it");
    told.gives_as("application/openmetrics-text", json!({"type": "string"}))
}

async fn serve(State(service): State<Arc<Service>>) -> Result<Response, Problem> {
    let mut text = String::new();
    encode(&mut text, &service.metrics.registry)
        .map_err(|error| OpError::internal("the metrics cannot be written").because(error))?;
    Ok(([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response())
}

/// Counts every request to a route.
pub(super) async fn counted(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    // Paths that are not there are of any number.
    let path = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str);
    let operation = path.strip_prefix(BASE).map_or(path, |name| name.trim_start_matches('/')).to_owned();
    let begun = Instant::now();
    let under_way = UnderWay::new(&service.metrics.in_flight);
    let response = next.run(request).await;
    drop(under_way);
    let metrics = &service.metrics;
    metrics
        .seconds
        .get_or_create(&Asked { operation: operation.clone() })
        .observe(begun.elapsed().as_secs_f64());
    let status = response.status().as_u16().into();
    metrics.requests.get_or_create(&Answer { operation, status }).inc();
    response
}

/// A request that is not answered yet, or whose client is not gone yet.
struct UnderWay(Gauge);

impl UnderWay {
    fn new(all: &Gauge) -> Self {
        all.inc();
        Self(all.clone())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.dec();
    }
}
