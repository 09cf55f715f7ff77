//! For each variable: whether a set of literals about it can hold, and the plainest value that makes it hold.

mod action;
mod key;
mod sets;
mod text;
mod value;

pub(crate) use key::{ANONYMOUS, KeyValue};
pub(crate) use sets::{Chosen, SetId, Sets};
