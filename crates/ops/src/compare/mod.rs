//! Two sides held against each other over all requests, and what is said of the difference.
//!
//! ```text
//! documents, stack ─ side ─> Side ─ prove ─> Difference ─ told ─> wire::Access, wire::DifferenceRegion
//! ```

mod ask;
mod kind;
mod literal;
mod side;
mod stack;
mod told;

pub(crate) use ask::{Ask, MOST_STEPS};
pub(crate) use literal::{condition_counts, effect_changes};
pub(crate) use side::{Side, one_side, two_sides};
pub(crate) use stack::Stack;
pub(crate) use told::{access, doubts, regions, request};
