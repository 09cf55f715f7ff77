//! The query of a request, read into a type; what is wrong with it is said as a problem.

use axum::extract::{FromRequestParts, Query};
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
