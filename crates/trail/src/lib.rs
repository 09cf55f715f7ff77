//! What was really used? `CloudTrail` in, usage out.
//!
//! ```text
//! objects ─ read ─> records ─ principal, outcome, map ─> Tally ─┐
//! objects ─ read ─> records ─ principal, outcome, map ─> Tally ─┴ merge ─> Usage ─ rows, by_action, to_json
//! ```
//!
//! Nothing here opens a file or asks the clock, and no input stops a run: what came in is used or skipped for a reason.

pub mod aggregate;
pub mod analyze;
pub mod dependent;
pub mod layout;
pub mod map;
#[doc(hidden)]
pub mod oracle;
pub mod principal;
pub mod read;
pub mod record;
pub mod resource;
pub mod usage;

mod columnar;
mod decode;
mod denial;
mod json;
mod problem;
mod scan;
mod shard;
mod skip;
mod wanted;

pub use analyze::{Analysis, Backlog, Object, Options, Progress, analyze, analyze_stream};
pub use columnar::is_parquet;
pub use denial::{Denial, Layer, Reason};
pub use map::{Exempt, Mapped, Mapper, Unmapped};
pub use principal::{Principal, PrincipalKind};
pub use problem::{Place, Problem};
pub use read::Limits;
pub use record::Outcome;
pub use shard::Shard;
pub use skip::{Skip, Skipped};
pub use usage::{ActionUse, Context, EventRow, Resources, Usage, Use, UseKey};
pub use wanted::Wanted;
