//! Fixes: applied to a text side by side, or again and again until none is left; and the edits that make a text say less.

mod apply;
mod entries;
mod mend;
pub mod removal;
mod shorten;

pub use apply::{Applied, Refusal, apply};
pub use entries::{Instead, Rewritten, rewrite};
pub use mend::{End, Mended, mend, mend_all};
pub use shorten::shorten;
