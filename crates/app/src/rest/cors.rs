//! Web pages of others, where the person who started the server named their origins; without a name nothing is said to them.

use std::sync::Arc;

use axum::http::Method;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::http::guard::Guard;

/// Browsers ask beforehand whether a page may send these.
pub(super) fn named_origins(guard: Arc<Guard>) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(move |origin, _| guard.knows(origin)))
        .allow_methods([Method::GET, Method::POST, Method::PUT])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE])
}
