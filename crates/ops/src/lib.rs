//! What can Leastwise do? One operation, one request type, one file.
//!
//! ```text
//! request (clap │ JSON) ─ Operation::run(&Context) ─> Response ─ text │ JSON │ SARIF
//! ```
//!
//! The adapters of `app` are loops over [`OPERATIONS`]; nothing here knows which of them is asking, but for [`Context`].

mod buckets;
mod compare;
pub mod config;
pub mod context;
pub mod error;
mod fingerprint;
mod ledger;
pub mod operation;
pub mod operations;
mod reading;
pub mod render;
pub mod schema;
mod simulate;
mod suites;
pub mod suppress;
pub mod wire;
mod words;

pub use context::{
    Cancel, Configured, Context, Fetch, FetchError, Fetched, Files, Limits, Progress, Reading, Session,
};
pub use error::{ErrorKind, OpError};
pub use operation::{Answer, Effect, Operation, Outcome, Registered, Response, Style};
pub use operations::{COMMANDS, OPERATIONS, check_pages, template_pages};
