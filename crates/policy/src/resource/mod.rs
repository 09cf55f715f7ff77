//! Resource patterns: what `Resource` and `NotResource` list.

mod example;
mod matcher;
mod parts;
mod pattern;
mod plain;
#[cfg(test)]
mod tests;

pub use matcher::{RequestResource, ResourceMatcher};
pub use parts::{Names, Piece, ShortArn};
pub use pattern::{Answer, ResourcePattern};
pub use plain::{is_plain, is_prefix};
