//! Logs in buckets: listed as far as needed, fetched many at a time, counted while others are on their way.
//!
//! ```text
//! address ─ list ─> keys wanted ─ fetch (many threads, bounded bytes) ─> objects ─ trail ─> usage ─┬─> ledger
//!                                                                                  marks ──────────┘
//! ```

mod address;
mod fetch;
mod list;
mod object;
mod retry;
mod run;

#[cfg(test)]
mod tests;

pub(crate) use address::Address;
pub(crate) use fetch::Counts;
pub(crate) use run::{Books, Request, analyze};
