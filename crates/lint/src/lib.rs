//! Is it right? Checks over one policy document, one file each.
//!
//! ```text
//! Document ─ lower ─> Policy ─ every check in CHECKS ─> diagnostics, sorted by place
//! ```

mod absence;
mod arns;
mod breadth;
mod check;
mod checks;
mod constraint;
mod cx;
mod emptiness;
mod names;
mod removal;
mod run;
mod services;
mod sids;
mod variables;
#[cfg(test)]
mod testing;

pub use check::{Category, Check, Run};
pub use checks::CHECKS;
pub use cx::Cx;
pub use run::{Options, Report, find, lint};
