//! What should it say? Usage in, policy out; a task in plain words in, actions out.
//!
//! ```text
//! Usage ─ actions of principals ─ grants ─ generalise ─ grouping ─> statements ─ split (by quotas of the form) ─> Draft
//! Template + values ─ fill ─> Filled
//! Actions + resources + conditions ─ minimal ─> Minimal
//! Service, type and name ─ arns ─> BuiltArn
//! Usage ─ requests for sessions of a role ─ trust ─> Trust
//! Policy + Usage ─ tighten ─> Tightened
//! ```

pub mod arns;
mod conditions;
mod demand;
mod draft;
mod form;
mod generalise;
mod grant;
mod grants;
mod ground;
mod grouping;
mod left_out;
pub mod minimal;
mod options;
mod shaped;
mod shorten;
mod size;
mod split;
mod statements;
mod suggest;
pub mod templates;
pub mod tighten;
pub mod trust;

pub use conditions::forward;
pub use demand::Demand;
pub use draft::{Draft, DraftedPolicy, draft, draft_together};
pub use form::{Form, Overflow, Room};
pub use generalise::{Generalise, Generalised};
pub use grant::{Basis, FoundResource, Grant, Widening};
pub use grants::{implied_by, is_needed, resource_entry, was_authorized};
pub use left_out::{DeniedUse, LeftOut, NoPolicy, NotReplayed, WhyLeftOut};
pub use options::{Dependents, Filter, Mode, Options};
pub use shorten::shortest;
pub use size::size;
pub use statements::resource_text;
pub use suggest::{Suggested, Suggester, Suggestion};
