//! Streamable HTTP: the protocol at `/mcp`, in the revision without sessions and in those with them.

use std::sync::Arc;

use axum::Router;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderName, Method};
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use rmcp::ServerHandler;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use tokio_util::sync::CancellationToken;
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::screen::{Screen, screen};
use super::sessions::Sessions;
use crate::http::bodies;
use crate::http::guard::Guard;

pub(super) const PATH: &str = "/mcp";

/// What is served until `stop`, which ends every stream and session. Each session, and each request outside of one, is
/// answered by a handler of its own.
pub(super) fn router<H: ServerHandler>(
    handler: impl Fn() -> H + Send + Sync + 'static,
    guard: Guard,
    stop: CancellationToken,
) -> Router {
    let sessions = Arc::new(Sessions::new());
    let config = StreamableHttpServerConfig::default()
        .with_cancellation_token(stop)
        .with_json_response(true)
        // Clients of before 2025-11-25 take the event that begins a stream for a broken message; sessions know who is who.
        .with_sse_retry(None)
        .with_max_request_body_bytes(bodies::LARGEST)
        // The guard has looked at them.
        .disable_allowed_hosts()
        .disable_allowed_origins();
    let service = StreamableHttpService::new(move || Ok(handler()), sessions.clone(), config);
    let protocol = Router::new().route_service(PATH, service);
    guarded(protocol, Screen::new(guard, Some(sessions)))
}

/// Routes behind the screen, and beside them `/health`, which tells nothing but that the server lives.
pub(super) fn guarded(protocol: Router, screened: Screen) -> Router {
    let screened = Arc::new(screened);
    protocol
        .layer(from_fn_with_state(screened.clone(), screen))
        .layer(cors(screened))
        .route("/health", get(|| async { "ok\n" }))
}

/// Browsers ask beforehand whether a page may send these, and let it see nothing else of an answer.
fn cors(screened: Arc<Screen>) -> CorsLayer {
    let name = HeaderName::from_static;
    let session = name("mcp-session-id");
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(move |origin, _| screened.guard().knows(origin)))
        .allow_methods([Method::GET, Method::POST, Method::DELETE])
        .allow_headers([
            AUTHORIZATION,
            CONTENT_TYPE,
            session.clone(),
            name("mcp-protocol-version"),
            name("mcp-method"),
            name("mcp-name"),
            name("last-event-id"),
        ])
        .expose_headers([session])
}
