//! Findings that somebody decided to live with: suppressions, and the baseline of an earlier run.
//!
//! ```text
//! Written ─ read ─> Suppression ┐
//! report of an earlier run ─> Baseline ┴─> Sieve ─ sift, document by document ─> reported │ suppressed │ known
//!                                                 └ leftovers ─> what is at fault with the suppressions themselves
//! ```

mod baseline;
mod leftovers;
mod sieve;
mod subject;
mod suppression;
#[cfg(test)]
mod tests;

pub use baseline::Baseline;
pub(crate) use sieve::{Sieve, today};
pub use suppression::{Checks, Fault, Suppression, Suppressions, Written};
