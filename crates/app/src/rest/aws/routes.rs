//! Where AWS's clients find us, and how answers and faults look over HTTP.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use ops::Context;
use serde_json::Value;

use super::fault::Fault;
use super::{analyzers, checks, query, validation};
use crate::http::bodies::{LARGEST, Untaken};
use crate::http::guard::Guard;
use crate::rest::service::Service;

/// For those with the token, where there is one.
pub(in crate::rest) fn routes(guard: &Arc<Guard>) -> Router<Arc<Service>> {
    let json = |work: JsonWork| {
        post(
            move |State(service): State<Arc<Service>>, RawQuery(query): RawQuery, request: Request| async move {
                json(work, query.unwrap_or_default(), request, &service).await
            },
        )
    };
    let refused = |what: &'static str| move || async move { told(&analyzers::unsupported(what), &next_id()) };
    Router::new()
        .route("/policy/validation", json(validation::validate))
        .route("/policy/check-no-new-access", json(|_, body, cx| checks::no_new_access(body, cx)))
        .route("/policy/check-access-not-granted", json(|_, body, cx| checks::access_not_granted(body, cx)))
        .route("/policy/check-no-public-access", json(|_, body, cx| checks::no_public_access(body, cx)))
        .route("/analyzer", get(list).put(refused("CreateAnalyzer")))
        .route("/access-preview", put(preview).get(refused("ListAccessPreviews")))
        .route("/access-preview/{id}", get(previewed).post(preview_findings))
        .method_not_allowed_fallback(|| async { told(&Fault::unknown_operation(), &next_id()) })
        .layer(from_fn_with_state((guard.clone(), Wire::Json), admit))
        .merge(
            Router::new().route("/", post(form)).layer(from_fn_with_state((guard.clone(), Wire::Xml), admit)),
        )
}

type JsonWork = fn(&str, &[u8], &Context) -> Result<Value, Fault>;

/// How a request is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wire {
    Json,
    Xml,
}

async fn json(work: JsonWork, query: String, request: Request, service: &Service) -> Response {
    whole(request, service, move |body, cx| work(&query, body, cx)).await
}

async fn whole(
    request: Request,
    service: &Service,
    work: impl FnOnce(&[u8], &Context) -> Result<Value, Fault> + Send + 'static,
) -> Response {
    let id = next_id();
    let done = taken(request, service, work).await;
    answer(done.and_then(|done| done), &id)
}

fn answer(done: Result<Value, Fault>, id: &str) -> Response {
    match done {
        Ok(value) => answered(StatusCode::OK, "application/json", value.to_string(), id),
        Err(fault) => told(&fault, id),
    }
}

async fn form(State(service): State<Arc<Service>>, request: Request) -> Response {
    let id = next_id();
    let own = id.clone();
    let answer = match taken(request, &service, move |body, cx| query::answer(body, &own, cx)).await {
        Ok(answer) => answer,
        Err(fault) => query::refusal(&fault, &id),
    };
    written(answer, &id)
}

async fn list(RawQuery(query): RawQuery) -> Response {
    answer(analyzers::list(&query.unwrap_or_default()), &next_id())
}

async fn preview(State(service): State<Arc<Service>>, request: Request) -> Response {
    let previews = service.previews.clone();
    whole(request, &service, move |body, cx| previews.create(body, cx)).await
}

async fn preview_findings(
    State(service): State<Arc<Service>>,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let previews = service.previews.clone();
    let id = named(id);
    whole(request, &service, move |body, _| previews.findings(&id, body)).await
}

async fn previewed(
    State(service): State<Arc<Service>>,
    id: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
) -> Response {
    answer(service.previews.get(&named(id), &query.unwrap_or_default()), &next_id())
}

/// The name in a path; none is named by what is no text.
fn named(id: Result<Path<String>, PathRejection>) -> String {
    id.map(|Path(id)| id).unwrap_or_default()
}

/// Works on a whole body, in its turn and within the limits.
async fn taken<T: Send + 'static>(
    request: Request,
    service: &Service,
    work: impl FnOnce(&[u8], &Context) -> T + Send + 'static,
) -> Result<T, Fault> {
    let (parts, body): (_, Body) = request.into_parts();
    let (bytes, memory) = service.bodies.take(&parts.headers, body).await.map_err(|why| match why {
        Untaken::TooLarge => Fault::too_large(format!("the body is over the limit of {LARGEST} bytes")),
        Untaken::Slow => Fault::busy("the request came too slowly"),
        Untaken::Broken => Fault::unparsable("the body is cut short, or its chunks are broken"),
        Untaken::Busy => Fault::busy("the server has too many requests under way"),
    })?;
    let done = service.work(move |cx| {
        let done = work(&bytes, cx);
        drop(memory);
        Ok(done)
    });
    done.await.map_err(|problem| match problem.status() {
        StatusCode::SERVICE_UNAVAILABLE => Fault::busy(problem.words()),
        _ => Fault::internal(),
    })
}

/// Lets in whom the guard lets in. Signatures are not verified; a token is where these clients can have one: among their
/// credentials, as the session token, or in `Authorization` as everywhere.
async fn admit(State((guard, wire)): State<(Arc<Guard>, Wire)>, request: Request, next: Next) -> Response {
    let shown = shown(request.headers());
    let Err(refused) = guard.admit(request.uri(), &shown) else { return next.run(request).await };
    let words = match refused.challenge() {
        Some(_) => "this server wants its token as the session token of the credentials: AWS_SESSION_TOKEN",
        None => refused.words(),
    };
    let (fault, id) = (Fault::access_denied(words), next_id());
    match wire {
        Wire::Json => told(&fault, &id),
        Wire::Xml => written(query::refusal(&fault, &id), &id),
    }
}

/// The headers with the session token as the bearer's, unless there is one.
fn shown(headers: &HeaderMap) -> HeaderMap {
    let mut shown = headers.clone();
    let token = headers.get("x-amz-security-token").and_then(|token| token.to_str().ok());
    let is_bearer = |given: &HeaderValue| {
        given
            .to_str()
            .is_ok_and(|given| given.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer ")))
    };
    if headers.get(AUTHORIZATION).is_some_and(is_bearer) {
        return shown;
    }
    let bearer = token.and_then(|token| HeaderValue::from_str(&format!("Bearer {token}")).ok());
    if let Some(bearer) = bearer {
        shown.insert(AUTHORIZATION, bearer);
    }
    shown
}

/// A fault as REST-JSON tells it.
fn told(fault: &Fault, id: &str) -> Response {
    let mut response = answered(status(fault.status), "application/json", fault.json().to_string(), id);
    let headers = response.headers_mut();
    headers.insert("x-amzn-errortype", HeaderValue::from_static(fault.code));
    if fault.status == StatusCode::TOO_MANY_REQUESTS {
        headers.insert(RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

fn written(answer: query::Answer, id: &str) -> Response {
    let mut response = answered(status(answer.status), "text/xml", answer.xml, id);
    if let Some(code) = answer.fault {
        response.headers_mut().insert("x-amzn-errortype", HeaderValue::from_static(code));
    }
    response
}

fn answered(status: StatusCode, kind: &'static str, body: String, id: &str) -> Response {
    let mut response = (status, [(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-store")], body).into_response();
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert("x-amzn-requestid", id);
    }
    response
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The requests are counted, from 1.
fn next_id() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    format!("00000000-0000-4000-8000-{:012x}", COUNT.fetch_add(1, Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pages for people are at `/` too.
    #[test]
    fn forms_leave_room_for_a_page_at_the_same_place() {
        let guard = Arc::new(Guard::new([127, 0, 0, 1].into(), &[], &[], None));
        let page =
            Router::new().route("/", get(|| async { "page" })).method_not_allowed_fallback(|| async {});
        assert!(routes(&guard).merge(page).has_routes());
    }

    #[test]
    fn the_session_token_stands_for_the_bearer_s() {
        let shown_of = |pairs: &[(&'static str, &'static str)]| {
            let headers =
                pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
            shown(&headers.collect()).get(AUTHORIZATION).map(|given| given.to_str().unwrap().to_owned())
        };
        let signed = ("authorization", "AWS4-HMAC-SHA256 Credential=x");
        let session = ("x-amz-security-token", "secret");
        assert_eq!(shown_of(&[signed, session]).as_deref(), Some("Bearer secret"));
        assert_eq!(shown_of(&[signed]).as_deref(), Some(signed.1));
        assert_eq!(shown_of(&[("authorization", "bearer other"), session]).as_deref(), Some("bearer other"));
    }
}
