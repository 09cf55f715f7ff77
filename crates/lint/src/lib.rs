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
mod condition_keys;
mod constraint;
mod cx;
mod dates;
mod emptiness;
mod ip_range;
mod key_support;
mod literals;
mod names;
mod operators;
mod presence;
mod private_addresses;
mod removal;
mod run;
mod services;
mod sids;
mod unknown_keys;
mod variables;
mod vpc_ids;
#[cfg(test)]
mod testing;

pub use check::{Category, Check, Run};
pub use checks::CHECKS;
pub use cx::Cx;
pub use run::{Options, Report, find, lint};
