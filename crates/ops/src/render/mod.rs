//! How answers look: one form, one file.

mod diff;
mod findings_text;
mod fixes_text;
mod plain;
mod sarif;
pub(crate) mod table;

pub use diff::{diff, unified};
pub use findings_text::findings as findings_text;
pub use fixes_text::fixes as fixes_text;
pub use plain::plain;
pub use sarif::sarif;
