//! A smaller policy that means the same, each step of it proved.

mod bench;
mod entries;
mod merge;
mod minimal;
mod overlap;
mod slot;
mod step;

pub use minimal::Minimal;
pub use step::{Dropped, Step, Why};
