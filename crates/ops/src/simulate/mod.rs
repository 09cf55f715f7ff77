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
mod deciding;
mod held;
mod keys;
mod many;
mod world;

pub(crate) use account::Account;
pub(crate) use answers::Answers;
pub(crate) use asked::{Asked, Principal, account_of, merged};
pub(crate) use attached::{Attached, Files, is_fault, keys_of_statements, place, policies_of, whole};
pub(crate) use case::{Case, CaseForm, Expected, cases_of, context, full_case, held_by, plain_case};
pub(crate) use cases::Cases;
pub(crate) use check::{check_cases, check_context, check_levels, check_plain, check_policies, needs};
pub(crate) use decide::{Settings, decide, undecided};
pub(crate) use held::Held;
pub(crate) use keys::POLICIES;
pub(crate) use world::World;
