//! The usage file as a Parquet file: one row for each use, and all that is no use in one note beside the rows.

mod columns;
mod read;
mod write;

/// The note: a usage file in JSON, without its principals.
const NOTE: &str = "leastwise-usage";

/// Whether a Parquet file is a usage file.
pub(crate) fn is_table(file: &crate::columnar::File) -> bool {
    file.note(NOTE).is_some()
}
