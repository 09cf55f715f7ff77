//! What every request over HTTP passes before it reaches the protocol: the guard, the limits, and whether it is JSON at all.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, TRANSFER_ENCODING, WWW_AUTHENTICATE,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use rmcp::model::ErrorCode;
use serde::de::IgnoredAny;
use serde_json::json;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::guard::{Guard, Refused};
use super::lines::NO_MESSAGE;
use super::sessions::Sessions;

/// The largest body of a request.
pub(super) const LARGEST_BODY: usize = 8 << 20;

/// Memory for all requests that are under way at once; what does not fit in waits.
const ALL_REQUESTS: usize = 64 << 20;

/// What a request takes beside its body, amply, so that there are some hundreds at once.
const REQUEST: usize = 256 << 10;

/// The unit in which memory is given out.
const UNIT: usize = 1 << 10;

/// The body must have come by then, once there is memory for it.
const UPLOAD: Duration = Duration::from_secs(30);

/// A request waits so long for memory.
const PATIENCE: Duration = Duration::from_mins(1);

/// What the screening of requests needs to know.
pub(super) struct Screen {
    guard: Guard,
    /// Memory for bodies, in units.
    memory: Arc<Semaphore>,
    sessions: Option<Arc<Sessions>>,
}

impl Screen {
    pub(super) fn new(guard: Guard, sessions: Option<Arc<Sessions>>) -> Self {
        Self { guard, memory: Arc::new(Semaphore::new(ALL_REQUESTS / UNIT)), sessions }
    }

    pub(super) fn guard(&self) -> &Guard {
        &self.guard
    }

    /// Memory for a request, the length of whose body may be unknown.
    async fn memory(&self, headers: &HeaderMap) -> Result<OwnedSemaphorePermit, Response> {
        let length = length(headers);
        if length > LARGEST_BODY {
            return Err(too_large());
        }
        let units = u32::try_from((length + REQUEST) / UNIT).unwrap_or(u32::MAX);
        let given = tokio::time::timeout(PATIENCE, self.memory.clone().acquire_many_owned(units)).await;
        given.ok().and_then(Result::ok).ok_or_else(|| busy("the server has too many requests under way"))
    }
}

/// The bytes that a body may turn out to have.
fn length(headers: &HeaderMap) -> usize {
    // A body in chunks is as long as it likes, whatever else is said.
    let told = headers.get(CONTENT_LENGTH).filter(|_| !headers.contains_key(TRANSFER_ENCODING));
    told.and_then(|length| length.to_str().ok()?.parse().ok()).unwrap_or(LARGEST_BODY)
}

/// Held by a request until it is answered.
#[derive(Clone)]
struct Memory {
    _given_back_on_drop: Arc<OwnedSemaphorePermit>,
}

/// The middleware of every route that speaks the protocol.
pub(super) async fn screen(State(screen): State<Arc<Screen>>, request: Request, next: Next) -> Response {
    if let Err(refused) = screen.guard.admit(request.uri(), request.headers()) {
        return unread(refused.into_response());
    }
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    if is_newcomer(request.headers())
        && let Some(sessions) = &screen.sessions
        && sessions.are_full().await
    {
        return unread(busy("the server has as many sessions as it can hold"));
    }
    let memory = match screen.memory(request.headers()).await {
        Ok(memory) => memory,
        Err(response) => return unread(response),
    };
    let is_json = says_json(request.headers());
    let request = match tokio::time::timeout(UPLOAD, read(request, memory)).await {
        Ok(Ok(request)) => request,
        Ok(Err(response)) => return response,
        Err(_) => {
            let what = "the request came too slowly";
            return unread(error(StatusCode::REQUEST_TIMEOUT, ErrorCode::INVALID_REQUEST, what));
        }
    };
    let response = next.run(request).await;
    // The SDK says so of JSON that is no message.
    if is_json && response.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE {
        return error(StatusCode::BAD_REQUEST, ErrorCode::INVALID_REQUEST, NO_MESSAGE);
    }
    response
}

/// Takes the whole body in, and refuses what is not JSON.
async fn read(request: Request, memory: OwnedSemaphorePermit) -> Result<Request, Response> {
    let (mut parts, body) = request.into_parts();
    // Either it is too long, or its sender is gone and does not read this.
    let body = to_bytes(body, LARGEST_BODY).await.map_err(|_| unread(too_large()))?;
    if says_json(&parts.headers)
        && let Err(fault) = serde_json::from_slice::<IgnoredAny>(&body)
    {
        let what = format!("the body is not JSON: {fault}");
        return Err(error(StatusCode::BAD_REQUEST, ErrorCode::PARSE_ERROR, &what));
    }
    // The protocol keeps what comes with a request until the request is answered.
    parts.extensions.insert(Memory { _given_back_on_drop: Arc::new(memory) });
    Ok(Request::from_parts(parts, Body::from(body)))
}

/// Whether a client may be about to begin a session.
fn is_newcomer(headers: &HeaderMap) -> bool {
    let version = headers.get("mcp-protocol-version").and_then(|version| version.to_str().ok());
    !headers.contains_key("mcp-session-id") && version.is_none_or(|version| version < "2026-07-28")
}

fn says_json(headers: &HeaderMap) -> bool {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

/// Says that the connection ends with this answer: what is left of the request is not read, and a client that sent its
/// next one behind it would wait for nothing.
fn unread(mut response: Response) -> Response {
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

fn too_large() -> Response {
    let what = format!("the body is over the limit of {LARGEST_BODY} bytes");
    error(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::INVALID_REQUEST, &what)
}

fn busy(what: &str) -> Response {
    let what = format!("{what}; try again later");
    let mut response = error(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::INTERNAL_ERROR, &what);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("60"));
    response
}

/// A refusal for programs of both kinds: a status, and an error of the protocol that belongs to no request.
pub(super) fn error(status: StatusCode, code: ErrorCode, message: &str) -> Response {
    let body = json!({"jsonrpc": "2.0", "id": null, "error": {"code": code.0, "message": message}});
    (status, [(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (challenge, what) = match self {
            Self::Forbidden(what) => return error(StatusCode::FORBIDDEN, ErrorCode::INVALID_REQUEST, &what),
            Self::NoToken => {
                ("Bearer realm=\"leastwise\"", "this server wants a token: `Authorization: Bearer TOKEN`")
            }
            Self::WrongToken => {
                ("Bearer realm=\"leastwise\", error=\"invalid_token\"", "this is not the server's token")
            }
        };
        let mut response = error(StatusCode::UNAUTHORIZED, ErrorCode::INVALID_REQUEST, what);
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_asked_for_what_may_come() {
        let of = |pairs: &[(&'static str, &'static str)]| {
            let pairs =
                pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
            length(&pairs.collect())
        };
        assert_eq!(of(&[("content-length", "12")]), 12);
        for unknown in [
            vec![],
            vec![("content-length", "-1")],
            vec![("content-length", "1"), ("transfer-encoding", "chunked")],
        ] {
            assert_eq!(of(&unknown), LARGEST_BODY, "{unknown:?}");
        }
    }
}
