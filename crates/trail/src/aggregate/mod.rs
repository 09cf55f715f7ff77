//! Usage counted by somebody else: a query for an SQL engine over the usual table of CloudTrail, and the way back from its result.
//!
//! ```text
//! query ─ text ─> engine ─ CSV or JSON lines ─> from_aggregate ─> Usage
//! ```
//!
//! The result has one row for each caller, event, outcome, way, region, account and list of resources, and one for each
//! reason to skip a record, so its books are those of the logs. It has no event ids: what it counts is counted without.

mod condition;
mod dialect;
mod principal;
mod query;
mod read;
mod row;

pub use dialect::Dialect;
pub use query::Query;
pub use read::from_aggregate;
