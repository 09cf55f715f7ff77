//! Conditions of one statement that no request can meet together.

mod address;
mod interval;
mod keys;
mod words;

pub(crate) use keys::contradictions;
