//! Parquet files: tables of our own out, tables of others in.
//!
//! ```text
//! Cell ─ Table (levels, row groups) ─> file
//! file ─ guard (what a file may ask for) ─ open (schema, columns by path) ─ Batch of rows ─> text, number, list
//! ```
//!
//! Columns lie at most one list deep. Lists and maps are known by their structure, whatever their writer calls the groups in between.

mod batch;
mod column;
mod guard;
mod open;
mod schema;
mod source;
mod thrift;
mod write;

pub(crate) use batch::{Batch, as_text};
pub(crate) use column::{Column, Kind, Place};
pub(crate) use open::File;
pub use open::is_parquet;
pub(crate) use source::Source;
pub(crate) use write::{Cell, Table};
