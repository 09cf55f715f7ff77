//! The condition operators: one table, one entry each.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>

mod address;
mod arn;
mod binary;
mod boolean;
mod date;
mod entry;
mod null;
mod numeric;
mod string;

pub use entry::{Example, OperatorEntry};
pub(crate) use entry::{Operand, Relation, of};

/// Every operator, in the order of `policy::tree::OperatorName::ALL`.
pub const OPERATORS: [&OperatorEntry; 27] = [
    &string::EQUALS,
    &string::NOT_EQUALS,
    &string::EQUALS_IGNORE_CASE,
    &string::NOT_EQUALS_IGNORE_CASE,
    &string::LIKE,
    &string::NOT_LIKE,
    &numeric::EQUALS,
    &numeric::NOT_EQUALS,
    &numeric::LESS_THAN,
    &numeric::LESS_THAN_EQUALS,
    &numeric::GREATER_THAN,
    &numeric::GREATER_THAN_EQUALS,
    &date::EQUALS,
    &date::NOT_EQUALS,
    &date::LESS_THAN,
    &date::LESS_THAN_EQUALS,
    &date::GREATER_THAN,
    &date::GREATER_THAN_EQUALS,
    &boolean::BOOL,
    &binary::EQUALS,
    &address::IN,
    &address::NOT_IN,
    &arn::EQUALS,
    &arn::LIKE,
    &arn::NOT_EQUALS,
    &arn::NOT_LIKE,
    &null::NULL,
];
