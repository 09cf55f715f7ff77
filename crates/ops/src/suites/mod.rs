//! Unit tests of policies: files beside them that say what they must and must never allow.
//!
//! ```text
//! deploy.iamtest.yaml ─ check (shapes) ─> Suite { policies, cases, never }
//!   cases ─ simulate::decide ─┐
//!   never ─ every key unknown ┴─> wire::SuiteResult
//! ```

mod check;
mod keys;
mod never;
mod policies;
mod suite;

pub(crate) use suite::{Suite, is_suite};
