//! What can it ever do? Tests of the prover from outside, against the evaluator.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests fail by panicking")]

#[allow(dead_code, reason = "the evaluator's tests ask more of it")]
#[path = "../../../eval/tests/it/case.rs"]
mod case;
mod chance;
mod compare;
mod found;
mod hostile;
mod language;
mod laws;
mod lint;
mod minimize;
mod minimize_random;
mod missed;
mod requests;
mod small;
mod stack;
mod subject;
mod words;
#[allow(dead_code, reason = "the evaluator's tests ask more of it")]
#[path = "../../../eval/tests/it/world.rs"]
mod world;
mod worlds;
