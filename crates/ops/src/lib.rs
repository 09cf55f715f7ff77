//! What can Leastwise do? One operation, one request type, one file.
//!
//! ```text
//! request (clap │ JSON) ─ Operation::run(&Context) ─> Response ─ text │ JSON │ SARIF
//! ```
//!
//! The adapters of `app` are loops over [`OPERATIONS`]; nothing here knows which of them is asking, but for [`Context`].

pub mod buckets;
pub mod callers;
mod compare;
pub mod completion;
pub mod config;
pub mod context;
mod defaults;
mod drafting;
pub mod error;
mod fingerprint;
mod ledger;
mod offered;
pub mod operation;
pub mod operations;
pub mod prompts;
mod reading;
pub mod render;
mod report;
pub mod resources;
pub mod schema;
mod sensitive;
mod simulate;
mod suites;
pub mod suppress;
pub mod wire;
mod words;

pub use callers::Granted;
pub use catalog::nearest_words;
pub use context::{
    Cancel, Configured, Context, Fetch, FetchError, Fetched, Files, KEPT, Kept, Limits, Progress, Reading,
    Session, Surface, Teller, Told,
};
pub use error::{ErrorKind, OpError};
pub use offered::offers_page;
pub use operation::{Answer, Effect, Operation, Outcome, Registered, Response, Style};
pub use operations::{COMMANDS, OPERATIONS, check_pages, template_pages};
