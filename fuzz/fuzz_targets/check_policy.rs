//! Any bytes under every check: no panic, spans on the text, and fixes that leave a document.
#![no_main]

#[path = "../../crates/lint/tests/it/invariants.rs"]
mod invariants;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| invariants::linting_keeps_its_promises(bytes));
