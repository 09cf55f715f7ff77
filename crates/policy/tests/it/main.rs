//! The integration tests, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that meets what it does not expect should stop"
)]

mod fixes;
mod hostile;
mod invariants;
mod json_differential;
mod laws;
mod matchers;
mod texts;
mod tree;
mod writing;
