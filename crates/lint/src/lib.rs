//! Is it right? Checks over one policy document, one file each.
//!
//! ```text
//! Document ─ lower ─> Policy ─ every check in CHECKS ─> diagnostics, sorted by place
//! ```

mod absence;
mod advice;
mod arns;
mod attachments;
mod audience;
mod breadth;
mod buckets;
mod budget;
mod check;
mod checks;
mod condition_keys;
mod constraint;
mod contradiction;
mod coverage;
mod crosswalk;
mod cx;
mod deleted;
mod emptiness;
mod escalation;
mod exposure;
mod facts;
mod grave_actions;
pub mod house;
mod insertion;
mod key_support;
mod literals;
mod names;
mod oidc;
mod operators;
mod passed;
mod permissive;
mod presence;
mod principals;
mod private_addresses;
mod rcp;
mod reach;
mod redundancy;
mod removal;
mod run;
mod run_command;
mod said;
mod service_principals;
mod services;
mod sids;
mod size;
mod tag_support;
#[cfg(test)]
mod testing;
mod trust;
mod unfinished;
mod unknown_keys;
mod variables;
mod vpc_ids;
mod whole_service;
mod wildcards;
mod withheld;

pub use advice::{About, Advice, Wanted, advice, all_advice};
pub use check::{ArnCheck, Category, Check, Run};
pub use checks::CHECKS;
pub use crosswalk::{Named, elsewhere, named, nearest_names};
pub use cx::Cx;
pub use escalation::{Path as EscalationPath, paths as escalation_paths};
pub use grave_actions::{Grave, grave_actions};
pub use reach::{leaves_open, only_conditions_limit};
pub use run::{Options, Report, find, lint, superseded_by};
