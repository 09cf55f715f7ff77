//! JSON text to the spanned tree, reading on past what is broken.
//!
//! The grammar is RFC 8259's and nothing more; whatever lies outside of it is one diagnostic for each broken place, with
//! a fix where the mend is certain. A recursive descent, whose depth is bounded by [`crate::Limits::depth`]:
//!
//! ```text
//! reader    the state, the document as a whole, reporting
//! container lists and objects        string  text in quotes, right or wrong ones
//! scalar    numbers and words        trivia  blanks and comments
//! recovery  what to do where the text fits nothing
//! ```

mod container;
mod reader;
mod recovery;
mod scalar;
mod string;
#[cfg(test)]
mod tests;
mod trivia;

pub use reader::{JSON_SYNTAX_ERROR, read};
