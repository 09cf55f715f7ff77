//! The binary: thin adapters over the table of operations.
fn main() {}
