//! The usage file as a Parquet file: one row for each use, and all that is no use in one note beside the rows.

mod columns;
mod read;
mod write;

/// The note: a usage file in JSON, without its principals.
const NOTE: &str = "leastwise-usage";
