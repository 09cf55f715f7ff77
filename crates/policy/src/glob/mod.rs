//! The wildcard algebra: which texts a pattern names, and how two patterns stand to each other.
//!
//! A [`Glob`] is the pattern language of IAM: letters, `?` for any one letter, `*` for any run of letters, also
//! the empty one. A letter is a Unicode scalar value. Every question is answered exactly, over all texts there
//! are, and in time at most proportional to the product of the two lengths:
//!
//! ```text
//! matches     text ∈ A          the earliest place for each word between the stars
//! covers      every text of B is one of A     the same, over the tokens of B   (the proof: inclusion.rs)
//! intersects  some text is in A and in B      first and last words agree       (the proof: intersection.rs)
//! ```
//!
//! `outside` and `common` give the text that shows it.

mod inclusion;
mod intersection;
mod matcher;
mod matching;
mod pattern;
mod tokens;

pub use matcher::Matcher;
pub use pattern::{Case, Glob, Token};
pub(crate) use tokens::Tokens;
