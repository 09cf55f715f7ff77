//! Any bytes as a request and the policies it meets: no panic, one decision however it is asked for, and laws that always hold.
#![no_main]

#[path = "../../crates/eval/tests/it/invariants.rs"]
mod invariants;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| invariants::deciding_keeps_its_promises(bytes));
