//! The fixes for any bytes: each fits its text, and mending never leaves more errors than before.
#![no_main]

#[allow(dead_code, reason = "each target uses its part of what the tests use as well")]
#[path = "../../crates/policy/tests/it/invariants.rs"]
mod invariants;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| invariants::fixing_keeps_its_promises(bytes));
