//! Integers and decimals, compared by their digits.

use std::cmp::Ordering;

use policy::tree::OperatorName;
use policy::value::Decimal;

use super::entry::{Operand, OperatorEntry, Relation, fails, holds};
use crate::Switches;

pub(super) const EQUALS: OperatorEntry = OperatorEntry {
    name: OperatorName::NumericEquals,
    fails: "is not",
    read,
    relation: equal,
    examples: &[
        holds(&["10"], &["10.0"]),
        fails(&["9007199254740993"], &["9007199254740992"]),
        fails(&["x"], &["10"]),
    ],
};

pub(super) const NOT_EQUALS: OperatorEntry = OperatorEntry {
    name: OperatorName::NumericNotEquals,
    fails: "is",
    read,
    relation: equal,
    examples: &[holds(&["9"], &["10"]), fails(&["10"], &["9", "10.0"])],
};

pub(super) const LESS_THAN: OperatorEntry = OperatorEntry {
    name: OperatorName::NumericLessThan,
    fails: "is not less than",
    read,
    relation: |operand, value, _| compare(operand, value, Ordering::is_lt),
    examples: &[holds(&["9.5"], &["10"]), fails(&["10"], &["10"]), fails(&["10"], &["9"])],
};

pub(super) const LESS_THAN_EQUALS: OperatorEntry = OperatorEntry {
    name: OperatorName::NumericLessThanEquals,
    fails: "is more than",
    read,
    relation: |operand, value, _| compare(operand, value, Ordering::is_le),
    examples: &[holds(&["10"], &["10"]), holds(&["10"], &["9", "11"]), fails(&["10.1"], &["10"])],
};

pub(super) const GREATER_THAN: OperatorEntry = OperatorEntry {
    name: OperatorName::NumericGreaterThan,
    fails: "is not more than",
    read,
    relation: |operand, value, _| compare(operand, value, Ordering::is_gt),
    examples: &[holds(&["10"], &["-10"]), fails(&["10"], &["10"])],
};

pub(super) const GREATER_THAN_EQUALS: OperatorEntry = OperatorEntry {
    name: OperatorName::NumericGreaterThanEquals,
    fails: "is less than",
    read,
    relation: |operand, value, _| compare(operand, value, Ordering::is_ge),
    examples: &[holds(&["10"], &["10"]), fails(&["9.99"], &["10"])],
};

fn read(value: &str) -> Operand {
    Decimal::parse(value).map_or(Operand::Unreadable, |_| Operand::Number(value.into()))
}

fn equal(operand: &Operand, value: &str, _: Switches) -> Relation {
    compare(operand, value, Ordering::is_eq)
}

/// Whether the request's value stands so to the policy's.
fn compare(operand: &Operand, value: &str, wanted: fn(Ordering) -> bool) -> Relation {
    let Operand::Number(digits) = operand else { return Relation::Unreadable };
    match (Decimal::parse(value), Decimal::parse(digits)) {
        (Some(value), Some(operand)) => wanted(value.cmp(&operand)).into(),
        _ => Relation::Unreadable,
    }
}
