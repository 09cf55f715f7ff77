//! Reads the reviewable text form of the facts (`data/README.md`), one file at a time.

mod client;
mod lines;
mod service;
mod sources;
mod table;

pub use client::parse_client;
pub use service::parse_service;
pub use sources::parse_sources;
pub use table::parse_table;
