//! What is grave about actions: their categories, what they give together, and what to do about it.

mod asked;
mod escalations;
mod gravity;
mod remedy;

pub(crate) use asked::{Asked, Entry, Unknown, Wildcard};
pub(crate) use escalations::{Escalation, escalations};
pub(crate) use gravity::Gravity;
pub(crate) use remedy::{Remediation, risk};
