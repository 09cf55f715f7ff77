//! Many resources of one kind as few patterns, when there are too many to name each.
//!
//! ```text
//! entries of a grant ─ kin (same type, account, region) ─> names in pieces (ids, words) ─ tree ─> patterns
//! ```
//!
//! A pattern stands only for resources of one type in one account and region; what it stands for beyond those that were seen is told.

mod grants;
mod ids;
mod kin;
mod limits;
mod shapes;
mod shared;
mod told;
mod tree;

pub(crate) use grants::generalise;
pub use limits::Generalise;
pub(crate) use shared::{keeps_to_its_own, share};
pub use told::Generalised;
