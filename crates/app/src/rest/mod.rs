//! The REST API: the operations as `POST /api/v1/NAME`, and what a service needs around them.
//!
//! ```text
//! command ─> door ─> screen (guard, headers) ─> router ─┬─> operations ─> service ─> an operation
//!                                                       └─> health, …    (workers)
//! ```
//!
//! A new subject is a file with `pub(super) fn routes() -> Routes` (each route with what `/openapi.json` tells of it) and a line in `router`.

mod answer;
mod audit;
mod aws;
mod callers;
pub mod command;
mod cors;
mod health;
#[cfg(feature = "lambda")]
pub(crate) mod hosted;
mod jobs;
mod kept;
mod metrics;
mod openapi;
mod operations;
mod pages;
mod paging;
mod policies;
mod problem;
mod query;
mod remembered;
mod router;
mod routes;
mod runs;
mod screen;
mod service;
mod ui;
mod unread;
mod usage;
mod whole;

#[cfg(test)]
mod tests;

pub use openapi::document as openapi;
