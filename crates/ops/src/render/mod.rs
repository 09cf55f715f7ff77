//! How answers look: one form, one file.

mod access_analyzer;
mod csv;
mod diff;
mod excerpt;
mod explanation_markdown;
mod explanation_text;
mod findings_text;
mod fixes_text;
mod github;
mod html;
mod junit;
mod markdown;
mod plain;
mod sarif;
mod simulated_junit;
mod simulated_text;
pub(crate) mod table;

pub use access_analyzer::access_analyzer;
pub use csv::csv;
pub use diff::{diff, unified};
pub use explanation_markdown::explanation_markdown;
pub use explanation_text::explanation_text;
pub use findings_text::findings as findings_text;
pub use fixes_text::fixes as fixes_text;
pub use github::github;
pub use html::html;
pub use junit::junit;
pub use markdown::markdown;
pub use plain::plain;
pub use sarif::sarif;
pub(crate) use sarif::uri;
pub use simulated_junit::simulated_junit;
pub use simulated_text::simulated_text;
