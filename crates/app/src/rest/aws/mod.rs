//! AWS's own clients, answered as AWS does: Access Analyzer's checks (REST-JSON) and IAM's policy simulator (query protocol).
//!
//! ```text
//! routes ─┬─> validation, checks, previews, …  JSON in, JSON out    ─┐
//!         └─> query ─> simulation, keys, caller  form in, XML out   ─┴─> run ─> an operation
//! ```
//!
//! Everything below `routes` is plain functions from a request's bytes to an answer's. Shapes follow AWS's API models; what differs
//! is said in `docs/aws-endpoints.md`.

mod analyzers;
mod caller;
mod checks;
mod context;
mod fault;
mod form;
mod keys;
mod members;
mod page;
mod previews;
mod principals;
mod query;
mod routes;
mod run;
mod scenario;
mod simulation;
mod validation;
mod xml;

pub(super) use previews::Previews;
pub(super) use routes::routes;
