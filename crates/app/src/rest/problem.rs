//! Refusals as `application/problem+json` (RFC 9457): the five kinds of errors, each with its status.

use std::time::Duration;

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use ops::{ErrorKind, OpError};
use schemars::JsonSchema;
use serde::Serialize;

use crate::http::bodies::{self, Untaken};
use crate::http::guard::Refused;
use crate::terminal;

/// Why a request was not answered
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Problem {
    /// A name for the kind of problem, as a URI
    r#type: &'static str,
    /// The kind of problem in words
    title: &'static str,
    /// The status of the answer
    status: u16,
    /// What is wrong
    detail: String,
    /// Whose turn it is
    kind: Kind,
    /// What to do about it
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<Box<str>>,
    /// What else is wrong with the request
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<String>,
    #[serde(skip)]
    retry_after: Option<u16>,
    #[serde(skip)]
    challenge: Option<&'static str>,
}

/// The five kinds of errors
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(inline)]
pub(super) enum Kind {
    Invalid,
    NotFound,
    Forbidden,
    TooLarge,
    Internal,
}

/// When it is worth asking a busy server again, in seconds.
const RETRY: u16 = 5;

impl Problem {
    pub(super) fn new(status: StatusCode, kind: ErrorKind, detail: impl Into<String>) -> Self {
        let (r#type, title, kind) = match kind {
            ErrorKind::Invalid => ("urn:leastwise:invalid", "the request can be mended", Kind::Invalid),
            ErrorKind::NotFound => {
                ("urn:leastwise:not-found", "what the request names does not exist", Kind::NotFound)
            }
            ErrorKind::Forbidden => ("urn:leastwise:forbidden", "not over this transport", Kind::Forbidden),
            ErrorKind::TooLarge => ("urn:leastwise:too-large", "over one of the limits", Kind::TooLarge),
            ErrorKind::Internal => ("urn:leastwise:internal", "a fault of the server", Kind::Internal),
        };
        Self {
            r#type,
            title,
            status: status.as_u16(),
            detail: detail.into(),
            kind,
            hint: None,
            also: Vec::new(),
            retry_after: None,
            challenge: None,
        }
    }

    #[must_use]
    pub(super) fn hint(mut self, hint: impl Into<Box<str>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Others are in the way; later they may not be.
    pub(super) fn busy(what: &str) -> Self {
        let busy = Self::new(StatusCode::SERVICE_UNAVAILABLE, ErrorKind::TooLarge, what);
        Self { retry_after: Some(RETRY), ..busy.hint("try again later") }
    }

    /// One more than there may be.
    pub(super) fn too_many(what: &str) -> Self {
        Self { status: StatusCode::TOO_MANY_REQUESTS.as_u16(), ..Self::busy(what) }
    }

    /// The body of a request is not what its head says.
    pub(super) fn broken() -> Self {
        let what = "the body is cut short, or its chunks are broken";
        Self::new(StatusCode::BAD_REQUEST, ErrorKind::Invalid, what)
    }

    /// The request itself takes too long.
    pub(super) fn late(limit: Duration) -> Self {
        let what = format!("this took longer than {} seconds", limit.as_secs());
        let late = Self::new(StatusCode::SERVICE_UNAVAILABLE, ErrorKind::TooLarge, what);
        let hint = "ask for less at once, or start the server with a longer `--timeout`";
        Self { retry_after: Some(RETRY), ..late.hint(hint) }
    }

    /// What is wrong.
    pub(super) fn words(&self) -> &str {
        &self.detail
    }

    /// Somebody else was faster.
    pub(super) fn conflict(what: String, hint: Option<String>) -> Self {
        Self { hint: hint.map(Into::into), ..Self::new(StatusCode::CONFLICT, ErrorKind::Invalid, what) }
    }

    pub(super) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// The one place where errors get their status. What went wrong with us is told in the log, not to whoever asks.
impl From<OpError> for Problem {
    fn from(error: OpError) -> Self {
        if is_for_others(&error) {
            // Its words may name files of ours.
            return Self::busy("the store cannot answer at the moment");
        }
        let status = match error.kind {
            ErrorKind::Invalid => StatusCode::BAD_REQUEST,
            ErrorKind::NotFound => StatusCode::NOT_FOUND,
            ErrorKind::Forbidden => StatusCode::FORBIDDEN,
            ErrorKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ErrorKind::Internal => {
                terminal::complain_of(&error);
                let what = "something went wrong here; the server's log has more";
                return Self::new(StatusCode::INTERNAL_SERVER_ERROR, error.kind, what);
            }
        };
        let problem = Self::new(status, error.kind, error.message);
        Self { hint: error.hint.map(Into::into), also: error.also, ..problem }
    }
}

/// Whether the store will answer once others have been served.
fn is_for_others(error: &OpError) -> bool {
    let of_the_store = error.source.as_ref().and_then(|source| source.downcast_ref::<store::Error>());
    of_the_store
        .is_some_and(|error| matches!(error.kind, store::ErrorKind::Busy | store::ErrorKind::Throttled))
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let challenge = refused.challenge();
        let status = if challenge.is_some() { StatusCode::UNAUTHORIZED } else { StatusCode::FORBIDDEN };
        Self { challenge, ..Self::new(status, ErrorKind::Forbidden, refused.words()) }
    }
}

impl From<Untaken> for Problem {
    fn from(untaken: Untaken) -> Self {
        let refuse = |status, what: String| Self::new(status, ErrorKind::TooLarge, what);
        match untaken {
            Untaken::TooLarge => {
                let what = format!("the body is over the limit of {} bytes", bodies::LARGEST);
                refuse(StatusCode::PAYLOAD_TOO_LARGE, what)
            }
            Untaken::Slow => refuse(StatusCode::REQUEST_TIMEOUT, "the request came too slowly".to_owned()),
            Untaken::Broken => Self::broken(),
            Untaken::Busy => Self::busy("the server has too many requests under way"),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        // A struct of texts and numbers can be written.
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response =
            (self.status(), [(CONTENT_TYPE, "application/problem+json")], body).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(challenge) = self.challenge {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        response
    }
}
