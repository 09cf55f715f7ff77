//! Many objects → one analysis, on all cores, with the same bytes out however the work was split.

mod call;
mod memo;
mod names;
mod notes;
mod queue;
mod run;
mod stamp;
mod tally;

pub use call::{Call, call};
pub use run::{Analysis, Backlog, Object, Options, Progress, analyze, analyze_stream};
