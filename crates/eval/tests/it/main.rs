//! Decisions and their reasons, from outside.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets what it does not expect should stop"
)]

mod case;
mod explain;
mod hostile;
mod invariants;
mod laws;
mod operators;
mod probes;
mod reference;
mod survey;
mod world;
