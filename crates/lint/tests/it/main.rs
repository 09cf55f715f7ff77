//! The integration tests, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that meets what it does not expect should stop"
)]

mod chance;
mod comparison;
mod decision;
mod hostile;
mod invariants;
mod layout;
mod mutation;
mod requests;
mod safe_fixes;
mod seeds;
mod wildcard;
