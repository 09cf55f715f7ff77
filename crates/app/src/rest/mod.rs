//! The REST API: the operations as `POST /api/v1/NAME`, and what a service needs around them.
//!
//! ```text
//! command ─> door ─> screen (guard, headers) ─> router ─┬─> operations ─> service ─> an operation
//!                                                       └─> health, …    (workers)
//! ```
//!
//! A new subject is a file with `pub(super) fn routes() -> Router<Arc<Service>>`, and a line in `router`.

mod answer;
pub mod command;
mod cors;
mod health;
#[cfg(feature = "lambda")]
pub(crate) mod hosted;
mod operations;
mod problem;
mod router;
mod screen;
mod service;
mod whole;
