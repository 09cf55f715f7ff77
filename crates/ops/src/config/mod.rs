//! What a configuration file says: how checks are set, what fails a run, which rules a house has of its own.
//!
//! ```text
//! bytes ─ policy::Document ─> Node ─ fits(Shape) ─> problems │ read ─> Config ─ settle ─> findings
//!                                    keys (the one table)  ─ schema ─> docs/leastwise.schema.json
//! ```

mod block;
mod checks;
mod configuration;
mod discover;
mod foreign;
mod json;
mod keys;
mod load;
mod options;
mod read;
mod read_rules;
mod reader;
mod schema;
mod settle;
#[cfg(test)]
mod tests;

pub(crate) use checks::is_unreadable_text;
pub use configuration::{Allowed, CheckSettings, Config, TypeOfFiles};
pub use discover::Origin;
pub(crate) use discover::discover;
pub use foreign::Ignored;
pub(crate) use load::{load, load_written};
pub(crate) use options::{COMMANDS as COMMANDS_WITH_DEFAULTS, Defaults, Setting, discover_flat};
pub use schema::schema;
