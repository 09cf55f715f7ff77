//! The house rules that no compiler holds, as a task and as a test.

mod arrows;
mod files;
mod links;
mod run;

pub(crate) use run::run;
