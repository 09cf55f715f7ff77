//! Tests of the catalogue: facts known from AWS's documentation, laws, and foreign bytes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod arns;
mod bytes;
mod facts;
mod laws;
mod likeness;
mod refresh;
mod shrink;
mod text;
mod totals;
