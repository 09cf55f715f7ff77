//! Fixes: applied to a text side by side, or again and again until none is left.

mod apply;
mod mend;

pub use apply::{Applied, Refusal, apply};
pub use mend::{End, Mended, mend, mend_all};
