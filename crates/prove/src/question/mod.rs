//! A question, asked of each kind of caller in turn.

mod ask;
mod explore;
mod stack;
mod stranger;
mod variables;

pub(crate) use ask::{Asked, ask};
