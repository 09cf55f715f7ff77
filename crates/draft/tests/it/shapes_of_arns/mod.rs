//! ARNs of policies, for the shapes in which requests name things.

mod drafts;
mod empty;
mod ids;
mod names;
