//! Findings that somebody decided to live with: suppressions, and the baseline of an earlier run.

mod suppression;

pub use suppression::{Checks, Fault, Suppression, Suppressions, Written};
