//! The smallest policy for actions, resources and conditions that somebody names.
//!
//! ```text
//! entries ─ actions ─> Meant ─ fit ─> (action, its resources) ─ asked, guards ─> (…, its conditions) ─ grouping ─> statements ─> Minimal
//! ```
//!
//! Nothing is granted that was not asked for: what cannot be granted as asked is a [`Refusal`] that says how it can.

mod actions;
mod asked;
mod draft;
mod fit;
mod grouping;
mod guards;
mod receivers;
mod refusal;
mod told;

pub use draft::{AlsoNeeded, Guards, Minimal, Reasoned, Wanted, minimal};
pub use refusal::Refusal;
