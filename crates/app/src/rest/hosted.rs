//! The same routes where another listens: behind a gateway that knows the host, and takes every answer in one piece.

use std::ffi::OsString;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use ops::{Cancel, ErrorKind, Files, OpError};
use store::Store;
use tokio_util::sync::CancellationToken;

use super::audit::Audit;
use super::problem::Problem;
use super::service::Service;
use super::{command, router};
use crate::environment;
use crate::http::door;
use crate::http::guard::Guard;

/// API Gateway waits for half a minute.
const LIMIT: Duration = Duration::from_secs(25);

/// Lambda takes answers of 6 MiB, with what API Gateway is told around them
/// (<https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>).
const LARGEST: usize = (6 << 20) - (64 << 10);

/// All routes. Whoever asks must show the token, if there is one; else the gateway has to know who asks.
pub(crate) fn router(
    store: Arc<dyn Store>,
    token: Option<OsString>,
    cancel: &Cancel,
) -> Result<Router, OpError> {
    let cx = environment::context(Files::Denied, cancel);
    let token = door::token(None, (environment::SERVE_TOKEN, token), &cx)?;
    let audit = Audit::open(None, token.is_some().then(|| environment::SERVE_TOKEN.to_owned()))?;
    let service = Arc::new(Service::new(command::context(None, cancel)?, LIMIT, audit, store));
    let router = router::guarded(service, Guard::behind_gateway(token), CancellationToken::new());
    Ok(router.layer(from_fn(in_one_piece)))
}

async fn in_one_piece(request: Request, next: Next) -> Response {
    if request.uri().path() == "/api/v1/uploads" {
        return no_uploads().into_response();
    }
    let (parts, body) = next.run(request).await.into_parts();
    match to_bytes(body, LARGEST).await {
        Ok(bytes) if as_text(&bytes) <= LARGEST => Response::from_parts(parts, Body::from(bytes)),
        _ => too_large().into_response(),
    }
}

/// Nothing goes on here once a request is answered, and what is answered comes in one piece.
fn no_uploads() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, ErrorKind::Forbidden, "no files are taken in here")
        .hint("put logs into the bucket, below `AWSLogs/`: they are counted as they come")
}

fn too_large() -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        ErrorKind::TooLarge,
        "the answer is over the 6 MiB that Lambda takes",
    )
    .hint("ask for less at a time, with `limit` and `offset`, or for one principal")
}

/// How long the bytes are within a text of JSON, which is how Lambda takes them.
fn as_text(bytes: &[u8]) -> usize {
    let more = |byte: &u8| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' => 1,
        0..=0x1f => 5,
        _ => 0,
    };
    bytes.len() + bytes.iter().map(more).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use lambda_http::Service as _;

    use super::*;

    #[test]
    fn a_text_within_json_is_as_long_as_it_is_written() {
        for text in ["", "plain ü", "a \"b\" \\ \n\t\r", "\u{1}\u{1f}\u{0}"] {
            let written = serde_json::to_string(text).unwrap();
            assert_eq!(as_text(text.as_bytes()), written.len() - 2, "{written}");
        }
    }

    #[tokio::test]
    async fn an_answer_that_lambda_would_not_take_is_a_problem() {
        let long = |letter: &'static str, count: usize| get(move || async move { letter.repeat(count) });
        let router = Router::new()
            .route("/most", long("a", LARGEST))
            .route("/more", long("a", LARGEST + 1))
            .route("/quotes", long("\"", LARGEST / 2 + 1))
            .layer(from_fn(in_one_piece));
        for (path, status) in
            [("/most", 200), ("/more", 413), ("/quotes", 413), ("/api/v1/uploads?name=x", 403)]
        {
            let request = Request::builder().uri(path).body(Body::empty()).unwrap();
            let answer = router.clone().call(request).await.unwrap();
            assert_eq!(answer.status().as_u16(), status, "{path}");
        }
    }
}
