//! Drafts of real logs held against what other tools write from the same logs.
//!
//! ```text
//! command ─> analysis of the logs, our draft of each principal that used enough
//!         ─> peers        the others' policies, from a script that runs them
//!         ─> deciding     the same questions to each policy: calls that were made, and pairs of the universe
//!         ─> universe     which pairs of an action and a resource are asked about
//! ```

mod command;
mod deciding;
mod peers;
mod universe;

pub(crate) use command::Drafts;
