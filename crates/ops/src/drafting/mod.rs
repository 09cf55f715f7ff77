//! Drafts held against what they were made from, and against what they are to take the place of.
//!
//! ```text
//! uses ─ asked (actions, resources) ─┐
//! uses ─ circumstances (context) ────┴─ requests ─ eval, by the drafted policies ─> Replayed
//! drafted policies, current policies ─ prove ─> NewAccess
//! ```

mod asked;
mod circumstances;
#[cfg(test)]
mod laws;
mod new_access;
mod proof;
mod replay;
#[cfg(test)]
mod tests;
mod told;

pub(crate) use asked::{Asked, Types, named};
pub(crate) use circumstances::{Call, Told, agreed, ways};
pub(crate) use new_access::{Current, NewAccess};
pub(crate) use proof::Proof;
pub(crate) use replay::{Replay, Replayed, replay};
pub(crate) use told::ReplayTold;
