//! A policy held against what was used of it: what was never used goes, what is wide is narrowed, and the rest stays as it was written.
//!
//! ```text
//! Usage ─ needs (actions, resources) ─┐
//! silence of the logs ────────────────┴─ Evidence
//! Policy ─ statement by statement: entries of Action, then of Resource ─> Tightened { policy, changes, kept }
//! ```
//!
//! No entry is put in that the one in whose place it stands does not cover, so that the policy allows nothing new. What a statement
//! allows of the use it still allows, whatever its conditions, and whatever other statements allow.

mod actions;
mod evidence;
mod resources;
mod statement;
mod told;

pub use evidence::{Evidence, Silence};
pub use statement::tighten;
pub use told::{Change, Kept, List, Place, Tightened, Why, WhyKept};
