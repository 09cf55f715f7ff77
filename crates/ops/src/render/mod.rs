//! How answers look: one form, one file.

mod findings_text;
mod sarif;
pub(crate) mod table;

pub use findings_text::findings as findings_text;
pub use sarif::sarif;
