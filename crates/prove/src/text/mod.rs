//! The theory of texts: whether there is a text that some patterns take and others do not, and the shortest one.
//!
//! A pattern is a row of pieces; patterns are interned, so that what is known of a pair is found out once. Questions are
//! put as groups, of each of which some pattern must take the text, and patterns none of which may. What pairs of
//! patterns tell is used first; what is left is decided by walking all automata side by side.

mod alphabet;
mod automaton;
mod letters;
mod pairs;
mod pattern;
mod patterns;
mod reduction;
mod seen;
#[cfg(test)]
mod tests;

pub(crate) use pattern::{Class, Piece};
pub(crate) use patterns::{PatternId, Patterns};
