//! On what an event was done: the ARNs of its resources, and how each is known.
//!
//! ```text
//! catalogue, table ─> Plan (once an event) ─┐
//! record: resources, request ───────────────┴─ touched ─> Touched (ARN, actions, origin)
//! ```
//!
//! An ARN counts only as a resource of an action that takes its type: the role in a request to start an instance is passed,
//! not touched.

mod checked;
mod exceptions;
mod fill;
mod format;
mod origin;
mod plan;
mod sources;
mod table;
mod take;
mod touched;
mod unnamed;

pub use origin::Origin;
pub use touched::{Touched, of_actions};
pub use unnamed::{all_of, one_region, owner};

pub(crate) use format::ArnParts;
pub(crate) use plan::Plan;
pub(crate) use touched::{About, listed, touched};
