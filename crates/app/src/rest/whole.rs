//! The whole body of a request, taken in within the limits.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use ops::ErrorKind;

use super::problem::Problem;
use super::service::Service;
use crate::http::bodies::Taken;

/// A body, whatever it is.
pub(super) struct Whole {
    pub(super) bytes: Bytes,
    /// Its memory is given back with this: keep it until the request is answered.
    pub(super) taken: Taken,
}

/// A body that says of itself that it is JSON, or nothing.
pub(super) struct WholeJson(pub(super) Whole);

impl FromRequest<Arc<Service>> for Whole {
    type Rejection = Response;

    async fn from_request(request: Request, service: &Arc<Service>) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let taken = service.bodies.take(&parts.headers, body).await;
        let (bytes, taken) = taken.map_err(|why| Problem::from(why).into_response())?;
        Ok(Self { bytes, taken })
    }
}

impl FromRequest<Arc<Service>> for WholeJson {
    type Rejection = Response;

    async fn from_request(request: Request, service: &Arc<Service>) -> Result<Self, Response> {
        if !says_json(request.headers()) {
            let problem = Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                ErrorKind::Invalid,
                "the body does not say that it is JSON",
            );
            return Err(problem.hint("send `Content-Type: application/json`").into_response());
        }
        Whole::from_request(request, service).await.map(Self)
    }
}

fn says_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE) else { return true };
    let essence = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json") || essence.to_ascii_lowercase().ends_with("+json")
}
