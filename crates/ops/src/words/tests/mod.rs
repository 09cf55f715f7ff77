//! Statements and what they say, written from the IAM User Guide's rules.

mod conditions;
mod read;
mod sentences;
mod sums;
