//! All routes: who may reach each, and what is said where there is none.

use std::sync::Arc;

use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::{Extension, Router};
use ops::{ErrorKind, OPERATIONS, nearest_words};
use tokio_util::sync::CancellationToken;

use super::jobs::Stop;
use super::operations::BASE;
use super::problem::Problem;
use super::routes::Routes;
use super::service::Service;
use super::{
    aws, callers, cors, health, jobs, metrics, openapi, operations, policies, runs, screen, ui, unread, usage,
};
use crate::http::guard::Guard;

/// What is served behind a guard until `stop`, which ends every stream.
pub(super) fn guarded(service: Arc<Service>, guard: Guard, stop: CancellationToken) -> Router {
    let guard = Arc::new(guard);
    let closed =
        closed().layer(Extension(Stop(stop))).layer(from_fn_with_state(guard.clone(), screen::admit));
    let open = open().layer(from_fn_with_state(guard.clone(), screen::admit_anyone));
    let whole = whole(closed.merge(aws::routes(&guard)), open, service);
    // Without it, browsers that ask beforehand are told that there is no such method.
    if guard.knows_others() { whole.layer(cors::named_origins(guard)) } else { whole }
}

/// All that is described: all that is served but for pages, and for what answers AWS's clients, which AWS describes.
pub(super) fn described() -> Routes {
    Routes::default()
        .with(operations::routes())
        .with(callers::routes())
        .with(usage::routes())
        .with(runs::routes())
        .with(policies::routes())
        .with(jobs::routes())
        .tell(health::lives)
        .tell(health::is_ready)
        .tell(metrics::told)
        .tell(openapi::told)
}

/// For those with the token.
fn closed() -> Router<Arc<Service>> {
    described().router.merge(metrics::routes()).method_not_allowed_fallback(not_so)
}

/// For everybody who asks this server by its name.
fn open() -> Router<Arc<Service>> {
    Router::new()
        .merge(openapi::routes())
        .merge(ui::routes())
        .fallback(unknown)
        .method_not_allowed_fallback(not_so)
}

fn whole(closed: Router<Arc<Service>>, open: Router<Arc<Service>>, service: Arc<Service>) -> Router {
    closed
        .merge(open)
        .merge(health::routes().method_not_allowed_fallback(not_so))
        .layer(from_fn(screen::secured))
        .layer(from_fn_with_state(service.clone(), metrics::counted))
        .layer(from_fn(unread::ended))
        .with_state(service)
}

/// What is said where nothing is.
async fn unknown(uri: Uri) -> Problem {
    let path = uri.path();
    let Some(name) = path.strip_prefix(BASE).and_then(|rest| rest.strip_prefix('/')) else {
        return Problem::new(
            StatusCode::NOT_FOUND,
            ErrorKind::NotFound,
            format!("there is nothing at `{path}`"),
        );
    };
    if let Some(known) = OPERATIONS.iter().find(|operation| operation.name == name) {
        let what = format!("the operation `{}` is not offered over the network", known.name);
        let how = format!("run `leastwise {}` where the server runs", known.command.join(" "));
        return Problem::new(StatusCode::FORBIDDEN, ErrorKind::Forbidden, what).hint(how);
    }
    let near = nearest_words(name, OPERATIONS.iter().map(|operation| operation.name));
    let near: Vec<_> = near.iter().map(|near| format!("`{near}`")).collect();
    let hint = if near.is_empty() {
        format!("`GET {BASE}/operations` gives the names")
    } else {
        format!("did you mean {}?", near.join(" or "))
    };
    let what = format!("there is no operation `{name}`");
    Problem::new(StatusCode::NOT_FOUND, ErrorKind::NotFound, what).hint(hint)
}

/// What is said to another method than the route's.
async fn not_so(method: Method, uri: Uri) -> Problem {
    let what = format!("`{}` does not answer to {method}", uri.path());
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, ErrorKind::Invalid, what)
}
