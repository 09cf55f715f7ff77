//! Which actions and resources stand in one statement, and what it is called.
//!
//! ```text
//! rows (an action, its resources, its conditions) ─ cover (sorts, covers, moves, join) ─> blocks (actions × resources) ─ sid ─> groups
//! ```
//!
//! No pair of an action and a resource it can act on comes in that no row has.

mod cover;
mod covers;
mod groups;
mod join;
mod moves;
mod reach;
mod sid;
mod sorts;

pub(crate) use groups::{Aim, Group, Row, grouped};
