//! Numbers, moments, addresses, booleans and bytes: which texts of a key pass conditions on them, as sets that can be
//! intersected and complemented.

mod addresses;
mod booleans;
mod bytes;
mod comparison;
mod cuts;
mod discrete;
mod gather;
mod instant;
mod kind;
mod moments;
mod number;
mod numbers;
mod region;
mod value_set;

pub(crate) use kind::Kind;
pub(crate) use value_set::ValueSet;

#[cfg(test)]
mod tests;
