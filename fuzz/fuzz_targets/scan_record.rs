//! The scanner for `CloudTrail` records comes to the same as the JSON library, whatever the bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Some(difference) = trail::oracle::disagreement(data) {
        panic!("{difference}");
    }
});
