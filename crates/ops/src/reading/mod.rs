//! Reading what people write by hand, configurations and cases: what may stand where, and all that is wrong with its place.
//!
//! ```text
//! Node ─ fits(Shape) ─> Problems (file:line:column, nearest names) │ value ─> texts, lists, words
//! ```

pub(crate) mod fits;
pub(crate) mod problem;
pub(crate) mod shape;
pub(crate) mod value;
