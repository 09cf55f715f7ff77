//! Lays AWS's Service Reference over a catalogue. Pure functions: fetching and files are the caller's.
//!
//! ```text
//! index ─ plan ─> what to fetch        files ─ document ─> overlay ─> gates ─> Refreshed: bytes, manifest, report
//! ```
//!
//! The Service Reference (`https://servicereference.us-east-1.amazonaws.com/`, schema v1.x) wins in what it knows:
//! actions, levels, resource types, ARN formats, condition keys, operations. What it does not know stays: names and
//! categories of services, which resource types are required, dependent actions, and the small tables.

mod diff;
mod document;
mod gates;
mod index;
mod operations;
mod overlay;
mod refreshed;

pub use diff::{Change, Changes, Diff, diff};
pub use gates::Refusal;
pub use index::{Fetch, plan};
pub use refreshed::{Manifest, Refreshed, Report, overlay};
