//! The query of a request, read into a type, and the name in its path; what is wrong with them is said as a problem.

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::StatusCode;
use axum::http::request::Parts;
use ops::ErrorKind;
use serde::de::DeserializeOwned;

use super::problem::Problem;

pub(super) struct Asked<Q>(pub(super) Q);

impl<S: Sync, Q: DeserializeOwned> FromRequestParts<S> for Asked<Q> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let read = Query::<Q>::try_from_uri(&parts.uri);
        read.map(|Query(asked)| Self(asked)).map_err(|error| {
            let what =
                std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
            Problem::new(
                StatusCode::BAD_REQUEST,
                ErrorKind::Invalid,
                format!("the query cannot be read: {what}"),
            )
        })
    }
}

/// The one name in the path.
pub(super) struct Named(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read = Path::<String>::from_request_parts(parts, state).await;
        read.map(|Path(name)| Self(name)).map_err(|_| {
            let what = format!("the name in `{}` is not UTF-8", parts.uri.path());
            Problem::new(StatusCode::BAD_REQUEST, ErrorKind::Invalid, what)
        })
    }
}
