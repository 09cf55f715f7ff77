//! What every store must do: plain functions over an empty store. A store passes if all of them return.

mod documents;
mod partials;
mod policies;
mod queries;

use store::Store;

/// A name and a check.
pub(crate) type Check = (&'static str, fn(&dyn Store));

/// All of them; each wants an empty store of its own.
pub(crate) const CHECKS: &[&[Check]] =
    &[partials::CHECKS, queries::CHECKS, documents::CHECKS, policies::CHECKS];
