//! Requests to decide, from the files that people write to the answers on the wire.
//!
//! ```text
//! cases ─ check (shapes) ─ read ─> Case ┐
//! flags ────────────────────────> Asked ┼─ decide ─> wire::SimulatedCase
//! policies, account details ────> Held ─┘
//! ```

mod account;
mod answers;
mod asked;
mod attached;
mod case;
mod cases;
mod chain;
mod check;
mod decide;
mod held;
mod keys;
mod many;
mod world;

pub(crate) use account::Account;
pub(crate) use answers::Answers;
pub(crate) use asked::{Asked, Principal, merged};
pub(crate) use attached::{Attached, policies_of};
pub(crate) use case::{Case, Expected};
pub(crate) use cases::Cases;
pub(crate) use decide::{Settings, decide};
pub(crate) use held::Held;
pub(crate) use world::World;
