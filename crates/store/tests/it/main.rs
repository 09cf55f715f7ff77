//! The store from outside: one suite for all stores, and what only a file can suffer.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may stop at the first surprise, and read files as they are"
)]

mod conformance;
mod crash;
mod damage;
#[cfg(feature = "aws")]
mod dynamo;
mod file;
mod logs;
mod migration;
