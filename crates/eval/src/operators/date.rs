//! Points in time, each side in the form of ISO 8601 or as seconds since 1970.

use std::cmp::Ordering;

use policy::tree::OperatorName;
use policy::value::Moment;

use super::entry::{Operand, OperatorEntry, Relation, fails, holds};
use crate::Switches;

pub(super) const EQUALS: OperatorEntry = OperatorEntry {
    name: OperatorName::DateEquals,
    fails: "is not",
    read,
    relation: equal,
    examples: &[
        holds(&["2026-01-31T08:00:00Z"], &["1769846400"]),
        holds(&["2026-01-31T09:00:00+01:00"], &["2026-01-31T08:00Z"]),
        fails(&["2026-01-31T08:00:01Z"], &["2026-01-31T08:00Z"]),
    ],
};

pub(super) const NOT_EQUALS: OperatorEntry = OperatorEntry {
    name: OperatorName::DateNotEquals,
    fails: "is",
    read,
    relation: equal,
    examples: &[holds(&["2026-01-31"], &["2026-02-01"]), fails(&["2026-01-31"], &["2026-01-31T00:00:00Z"])],
};

pub(super) const LESS_THAN: OperatorEntry = OperatorEntry {
    name: OperatorName::DateLessThan,
    fails: "is not before",
    read,
    relation: |operand, value, _| compare(operand, value, Ordering::is_lt),
    examples: &[holds(&["2026-01-30T23:59:59Z"], &["2026-01-31"]), fails(&["2026-01-31"], &["2026-01-31"])],
};

pub(super) const LESS_THAN_EQUALS: OperatorEntry = OperatorEntry {
    name: OperatorName::DateLessThanEquals,
    fails: "is after",
    read,
    relation: |operand, value, _| compare(operand, value, Ordering::is_le),
    examples: &[holds(&["2026-01-31"], &["2026-01-31"]), fails(&["2026-02-01"], &["2026-01-31"])],
};

pub(super) const GREATER_THAN: OperatorEntry = OperatorEntry {
    name: OperatorName::DateGreaterThan,
    fails: "is not after",
    read,
    relation: |operand, value, _| compare(operand, value, Ordering::is_gt),
    examples: &[holds(&["2026-02-01"], &["2026-01-31"]), fails(&["2026-01-31"], &["2026-01-31"])],
};

pub(super) const GREATER_THAN_EQUALS: OperatorEntry = OperatorEntry {
    name: OperatorName::DateGreaterThanEquals,
    fails: "is before",
    read,
    relation: |operand, value, _| compare(operand, value, Ordering::is_ge),
    examples: &[holds(&["2026-01-31"], &["2026-01-31"]), fails(&["2025-12-31"], &["2026"])],
};

fn read(value: &str) -> Operand {
    Moment::parse(value).map_or(Operand::Unreadable, Operand::Moment)
}

fn equal(operand: &Operand, value: &str, _: Switches) -> Relation {
    compare(operand, value, Ordering::is_eq)
}

/// Whether the request's value stands so to the policy's.
fn compare(operand: &Operand, value: &str, wanted: fn(Ordering) -> bool) -> Relation {
    match (operand, Moment::parse(value)) {
        (Operand::Moment(operand), Some(value)) => wanted(value.cmp(operand)).into(),
        _ => Relation::Unreadable,
    }
}
