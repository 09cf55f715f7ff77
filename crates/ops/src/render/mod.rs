//! How answers look: one form, one file.

mod findings_text;
mod plain;
mod sarif;
pub(crate) mod table;

pub use findings_text::findings as findings_text;
pub use plain::plain;
pub use sarif::sarif;
