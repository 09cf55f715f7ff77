//! From uses to grants: what is drafted, and what is left out for a reason.
//!
//! ```text
//! uses ─ used ──────> authorized calls, by action (and by way, with conditions)
//! uses ─ inferred ──> what requests called for   ┐
//! uses ─ documented > what AWS says they need    ├─ unless a grant covers it ─> Drafted { grants, left out }
//! uses ─ refused ───> what was denied, if asked  │
//! grants ─ reads ───> their likes, if asked      ┘
//! ```

mod documented;
mod drafted;
mod implied;
mod inferred;
mod needed;
mod reads;
mod refused;
mod resources;
mod used;

pub use implied::implied_by;
pub use needed::is_needed;
pub use resources::resource_entry;
pub use used::was_authorized;

pub(crate) use drafted::{Drafted, drafted};
pub(crate) use resources::types_of;
