//! Reads the packed bytes where they lie: numbers and texts by column and row, every offset checked for foreign bytes.

mod check;
mod header;
mod reader;

pub(crate) use reader::{Store, partition};
