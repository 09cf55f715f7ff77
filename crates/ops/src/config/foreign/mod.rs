//! The configuration of the tool `iam-policy-validator`, so that who comes from there need not begin anew.
//!
//! What it says in that tool's words is said in ours: its checks are several of ours, its requirements are rules. What has no
//! effect here is noted with its place; nothing is passed over in silence.

mod actions;
mod blocks;
mod ignored;
mod keys;
mod presets;
mod principals;
mod read;
mod requirements;
#[cfg(test)]
mod tests;

pub use ignored::Ignored;
pub(super) use read::{is_foreign, read};
