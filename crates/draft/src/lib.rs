//! What should it say? Usage in, policy out; a task in plain words in, actions out.
//!
//! ```text
//! Usage ─ actions of one principal ─ grants ─> (action, resources) ─ statements ─ policies (by quota) ─> Draft
//! Template + values ─ fill ─> Filled
//! ```

mod draft;
mod grant;
mod left_out;
mod size;
mod split;
mod statements;
mod suggest;
pub mod templates;

pub use draft::{Draft, DraftedPolicy, draft};
pub use grant::{Grant, Widening, resource_entry};
pub use left_out::{DeniedUse, NoPolicy, NotReplayed};
pub use size::{MANAGED_POLICY_SIZE, size};
pub use suggest::{Suggested, Suggester, Suggestion};
