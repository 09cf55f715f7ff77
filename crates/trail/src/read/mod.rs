//! One object's bytes in, its records out, one after the other.
//!
//! ```text
//! bytes ─ text (gzip, zstd, UTF-16) ─> Window ─ walk (envelopes, lists) ─┬─ quick (scan) ─┬─> Item::Record │ Item::Skipped
//!                                                  └─ rows (CSV) ────────┴─ decode (odd) ─┘
//! bytes ─ security_lake (Parquet) ───────────────────────────────────────────────────────────> Item
//! ```
//!
//! Nothing is collected: memory is the object and, for huge ones, one window. Whatever is broken costs itself only.

mod columns;
mod counted;
mod gzip;
mod limits;
mod quick;
mod reader;
mod rows;
mod security_lake;
mod struct_text;
mod text;
mod walk;
mod window;
mod zstandard;

pub use limits::Limits;
pub(crate) use reader::read_slowly;
pub use reader::{Reader, read};
pub(crate) use rows::csv_rows;
pub use walk::Item;
