//! Resource patterns: what `Resource` and `NotResource` list.

mod example;
mod parts;
mod pattern;
#[cfg(test)]
mod tests;

pub use parts::{Piece, ShortArn};
pub use pattern::{Answer, ResourcePattern};
