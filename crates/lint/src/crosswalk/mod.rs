//! The ids that other tools give to what the checks find, so that they are accepted wherever an id is.
//!
//! A name that means exactly what one check finds is an alias of that check. Here stand the others, by tool: those that mean what
//! several checks find, and those of which a tool has several for one check.

mod accounts;
mod named;
mod policies;
mod table;
mod templates;

pub use named::{Named, elsewhere, named, nearest_names};
