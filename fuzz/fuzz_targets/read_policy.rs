//! Any bytes as JSON and as YAML: no panic, spans on the text, and what is written reads back.
#![no_main]

#[allow(dead_code, reason = "each target uses its part of what the tests use as well")]
#[path = "../../crates/policy/tests/it/invariants.rs"]
mod invariants;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| invariants::reading_keeps_its_promises(bytes));
