//! What can it ever do? Tests of the prover from outside, against the evaluator.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests fail by panicking")]

mod case;
mod compare;
mod minimize;
mod minimize_random;
mod stack;
mod world;
