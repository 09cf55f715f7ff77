//! What a policy says, in words and numbers.
//!
//! ```text
//! Policy + Catalog ─ tell ─> a sentence a statement ┐
//!                                                   ├─ reach ─> what all of them together allow, by service
//!                            the actions it is about ┘
//! ```
//!
//! Sentences hold text of the policy: whoever prints them makes it [`plain`](crate::render::plain).

mod actions;
#[cfg(test)]
mod agreement;
mod condition;
mod key;
mod list;
mod outright;
mod pattern;
mod predicate;
mod principal;
mod reach;
mod region;
mod request;
mod resources;
mod standing;
mod statement;
mod summary;
#[cfg(test)]
mod tests;
mod value;
mod wildcards;

pub(crate) use actions::{Levels, levels, services};
pub(crate) use pattern::{is_written, settled, together as callers_together};
pub(crate) use reach::{Access, Reach, When};
pub(crate) use region::{RegionWords, region};
pub(crate) use request::{request, subject};
#[cfg(test)]
pub(crate) use statement::tell;
pub(crate) use statement::{Reading, Told, tell_all};
pub(crate) use summary::{kind_note, summary};
pub(crate) use wildcards::Wildcards;
