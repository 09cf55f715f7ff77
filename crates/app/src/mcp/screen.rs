//! What every request over HTTP passes before it reaches the protocol: the guard, the limits, and whether it is JSON at all.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONNECTION, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use rmcp::model::ErrorCode;
use serde::de::IgnoredAny;
use serde_json::json;

use super::lines::NO_MESSAGE;
use super::sessions::Sessions;
use crate::http::bodies::{self, Bodies, Untaken};
use crate::http::guard::{Guard, Refused};

/// What the screening of requests needs to know.
pub(super) struct Screen {
    guard: Guard,
    bodies: Bodies,
    sessions: Option<Arc<Sessions>>,
}

impl Screen {
    pub(super) fn new(guard: Guard, sessions: Option<Arc<Sessions>>) -> Self {
        Self { guard, bodies: Bodies::new(), sessions }
    }

    pub(super) fn guard(&self) -> &Guard {
        &self.guard
    }
}

/// The middleware of every route that speaks the protocol.
pub(super) async fn screen(State(screen): State<Arc<Screen>>, request: Request, next: Next) -> Response {
    if let Err(refused) = screen.guard.admit(request.uri(), request.headers()) {
        return unread(self::refused(&refused));
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
    let is_json = says_json(request.headers());
    let request = match read(&screen.bodies, request).await {
        Ok(request) => request,
        Err(response) => return response,
    };
    let response = next.run(request).await;
    // The SDK says so of JSON that is no message.
    if is_json && response.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE {
        return error(StatusCode::BAD_REQUEST, ErrorCode::INVALID_REQUEST, NO_MESSAGE);
    }
    response
}

/// Takes the whole body in, and refuses what is not JSON.
async fn read(bodies: &Bodies, request: Request) -> Result<Request, Response> {
    let (mut parts, body) = request.into_parts();
    let (body, taken) = bodies.take(&parts.headers, body).await.map_err(|why| unread(untaken(why)))?;
    if says_json(&parts.headers)
        && let Err(fault) = serde_json::from_slice::<IgnoredAny>(&body)
    {
        let what = format!("the body is not JSON: {fault}");
        return Err(error(StatusCode::BAD_REQUEST, ErrorCode::PARSE_ERROR, &what));
    }
    // The protocol keeps what comes with a request until the request is answered.
    parts.extensions.insert(taken);
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

fn untaken(why: Untaken) -> Response {
    let refuse = |status, what: &str| error(status, ErrorCode::INVALID_REQUEST, what);
    match why {
        Untaken::TooLarge => {
            let what = format!("the body is over the limit of {} bytes", bodies::LARGEST);
            refuse(StatusCode::PAYLOAD_TOO_LARGE, &what)
        }
        Untaken::Slow => refuse(StatusCode::REQUEST_TIMEOUT, "the request came too slowly"),
        Untaken::Broken => refuse(StatusCode::BAD_REQUEST, "the body is cut short, or its chunks are broken"),
        Untaken::Busy => busy("the server has too many requests under way"),
    }
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

/// Why the guard does not let a request in.
fn refused(why: &Refused) -> Response {
    let Some(challenge) = why.challenge() else {
        return error(StatusCode::FORBIDDEN, ErrorCode::INVALID_REQUEST, why.words());
    };
    let mut response = error(StatusCode::UNAUTHORIZED, ErrorCode::INVALID_REQUEST, why.words());
    response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    response
}
