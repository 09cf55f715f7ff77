//! Two sides held against each other over all requests, and what is said of the difference.
//!
//! ```text
//! documents, stack ─ side ─> Side ─ prove ─> Difference ─ told ─> wire::Access, wire::DifferenceRegion
//! ```

mod ask;
mod check;
mod kind;
mod literal;
mod regions;
mod side;
mod stack;
mod told;

pub(crate) use ask::{Ask, Effort};
pub(crate) use check::{Messages, checked};
pub(crate) use kind::agree;
pub(crate) use literal::{condition_counts, effect_changes};
pub(crate) use regions::{MOST_FOUND, Regions};
pub(crate) use side::{Denial, OfOneKind, Side, denials, full_access, layer_of, one_side, two_sides};
pub(crate) use stack::{Around, BothSides, NO_STACK, Stack};
pub(crate) use told::{access, doubt_in_words, doubts, request};
