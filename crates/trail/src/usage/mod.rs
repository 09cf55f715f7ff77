//! Usage: who used what, how often, on what; a monoid, so that parts counted apart merge to the same whole.
//!
//! ```text
//! Usage ── Principal ── UseKey (event, via, outcome, permission) ── Use (ids, times, regions, resources, inferred, denials, roles, context, evidence)
//! ```
//!
//! INVARIANT: every part of a [`Use`] is a set, a minimum or a maximum of what its events say (the only sum is that of
//! events without an id), and every cap keeps the smallest. So merging is commutative, associative, and the same
//! event merged twice counts once.

mod assumed;
mod capped;
mod context;
mod evidence;
mod file;
mod ids;
mod list;
mod networks;
mod paths;
mod rare;
mod resources;
mod rows;
mod sorted;
mod split;
mod table;
mod time;
mod total;
mod uses;
mod wire;
mod wire_parts;
mod within;

pub use assumed::{Assumed, AssumedRoles};
pub use capped::Capped;
pub(crate) use context::program;
pub use context::{Context, Mfa, Unsaid};
pub use evidence::EventIdText;
pub(crate) use evidence::beginning;
pub use file::FORMAT;
pub(crate) use ids::Numberer;
pub use ids::{EventIds, event_id, shared_event_id};
pub use networks::{Network, Networks};
pub use rare::{Empty, Rare};
pub use resources::{ANY_ACTION, Known, Resources};
pub use rows::{ActionUse, EventRow, InferredUse};
pub(crate) use table::is_table;
pub use time::Time;
pub use total::{Files, Usage};
pub use uses::{Use, UseKey};

/// Makes the text that is kept of one that is not; the same for all that are equal, where memory is short.
pub(crate) type Share<'a> = dyn FnMut(&str) -> std::sync::Arc<str> + 'a;
