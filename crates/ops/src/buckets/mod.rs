//! Logs in buckets: listed as far as needed, fetched many at a time, counted while others are on their way.
//!
//! ```text
//! address ─ list ─> keys wanted ─ fetch (many threads, bounded bytes) ─> objects ─ trail ─> usage ─┬─> ledger
//!                                                                                  marks ──────────┘
//! a name ─ one ─> usage of that object
//! ```

mod address;
mod fetch;
mod list;
mod object;
mod one;
mod retry;
mod run;

#[cfg(test)]
mod tests;

pub(crate) use address::Address;
pub(crate) use fetch::Counts;
pub use one::{ReadObject, is_unchanged, read_object};
pub(crate) use run::{Books, Request, analyze};
