//! The behaviour of `trail` from outside: bytes in, usage out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::needless_pass_by_value,
    reason = "tests may stop at the first surprise"
)]

mod aggregate;
mod assumed;
mod books;
mod called_for;
mod callers;
mod damage;
mod exports;
mod file;
mod forms;
mod lake;
mod large;
mod laws;
mod logs;
mod mapping;
mod meaning;
mod naming;
mod parquet;
mod resources;
mod scanner;
mod security_lake;
