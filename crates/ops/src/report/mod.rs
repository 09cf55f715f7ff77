//! What a change of policies does, in figures, and whether that is worse than it may be.
//!
//! ```text
//! documents ─ pairs ─> Pair ┐
//! usage, cases ─────────────┼─ measure ─> wire::ReportedPair ─ total ─> wire::ReportMetrics ┐
//! waivers ──────────────────┘                                         thresholds ───────────┴─> wire::Reported
//! ```

mod about;
mod cases;
mod concrete;
mod delta;
mod measure;
mod pairs;
mod proof;
mod replayed;
mod requests;
mod risk;
mod thresholds;
mod total;
mod touched;
mod undenied;
mod unused;
mod waivers;

pub(crate) use about::{About, Used};
pub(crate) use cases::read_cases;
pub(crate) use measure::measure;
pub(crate) use pairs::{Pair, pairs};
pub(crate) use thresholds::Thresholds;
pub(crate) use total::total;
pub(crate) use waivers::{Waivers, day};
