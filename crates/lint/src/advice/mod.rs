//! Which conditions go with which actions: what the checks ask for, and what is worth having beside.
//!
//! ```text
//! DEMANDED + RECOMMENDED ─ advice(action) ─> rows
//! ```

mod advise;
mod demanded;
mod recommended;

pub use advise::{About, Advice, Wanted, advice, all_advice};
