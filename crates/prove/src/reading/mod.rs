//! From policies as the evaluator reads them to formulas.

mod action;
mod cell;
mod condition;
mod facts;
mod key;
mod mentions;
mod owner;
mod pieces;
mod principal;
mod resource;
mod statement;
mod template;

pub(crate) use cell::{Assigned, Cell, Kind, Owner};
pub(crate) use mentions::Mentions;
pub(crate) use statement::EVERY_GRANT;
