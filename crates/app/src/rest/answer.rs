//! Answers as JSON.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use ops::OpError;
use serde::Serialize;

use super::problem::Problem;

/// What a handler gives: an answer, or why there is none.
pub(super) type Answered = Result<Response, Problem>;

/// JSON that is written already. What is asked today may be answered in another way tomorrow, so nobody keeps it.
pub(super) fn json(text: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], text).into_response()
}

pub(super) fn written(value: &impl Serialize) -> Result<Vec<u8>, OpError> {
    serde_json::to_vec(value).map_err(|error| OpError::internal("the answer is not JSON").because(error))
}
