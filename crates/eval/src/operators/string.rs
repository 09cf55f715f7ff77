//! Texts. Without `IgnoreCase` case counts; wildcards count only in `…Like`.

use policy::tree::OperatorName;
use policy::{Glob, Matcher};

use super::entry::{Operand, OperatorEntry, Relation, fails, holds};
use crate::Switches;

pub(super) const EQUALS: OperatorEntry = OperatorEntry {
    name: OperatorName::StringEquals,
    fails: "is not",
    read: text,
    relation: equal,
    examples: &[
        holds(&["Ann"], &["Ann"]),
        holds(&["Ann"], &["Bob", "Ann"]),
        holds(&[""], &[""]),
        fails(&["ann"], &["Ann"]),
        fails(&["Anna"], &["Ann*"]),
        fails(&["Ann"], &[]),
    ],
};

pub(super) const NOT_EQUALS: OperatorEntry = OperatorEntry {
    name: OperatorName::StringNotEquals,
    fails: "is",
    read: text,
    relation: equal,
    examples: &[
        holds(&["Ann"], &["Bob", "Eve"]),
        holds(&["ann"], &["Ann"]),
        fails(&["Ann"], &["Bob", "Ann"]),
    ],
};

pub(super) const EQUALS_IGNORE_CASE: OperatorEntry = OperatorEntry {
    name: OperatorName::StringEqualsIgnoreCase,
    fails: "is not, in any case,",
    read: text,
    relation: equal_ignoring_case,
    examples: &[
        holds(&["aNN"], &["Ann"]),
        holds(&["ÉCOLE"], &["école"]),
        fails(&["Anna"], &["ANN"]),
        fails(&["strasse"], &["STRAßE"]),
    ],
};

pub(super) const NOT_EQUALS_IGNORE_CASE: OperatorEntry = OperatorEntry {
    name: OperatorName::StringNotEqualsIgnoreCase,
    fails: "is, in some case,",
    read: text,
    relation: equal_ignoring_case,
    examples: &[holds(&["Bob"], &["Ann"]), fails(&["ann"], &["ANN"])],
};

pub(super) const LIKE: OperatorEntry = OperatorEntry {
    name: OperatorName::StringLike,
    fails: "is not like",
    read: pattern,
    relation: like,
    examples: &[
        holds(&["Anna"], &["Ann*"]),
        holds(&["a\nb"], &["a*b"]),
        holds(&["Ann"], &["A?n"]),
        fails(&["anna"], &["Ann*"]),
        fails(&["Anna"], &["Ann"]),
    ],
};

pub(super) const NOT_LIKE: OperatorEntry = OperatorEntry {
    name: OperatorName::StringNotLike,
    fails: "is like",
    read: pattern,
    relation: like,
    examples: &[holds(&["Bob"], &["Ann*"]), fails(&["Anna"], &["B*", "Ann*"])],
};

fn text(value: &str) -> Operand {
    Operand::Text(value.into())
}

fn pattern(value: &str) -> Operand {
    Operand::Pattern(Matcher::from(&Glob::new(value)))
}

fn equal(operand: &Operand, value: &str, _: Switches) -> Relation {
    match operand {
        Operand::Text(text) => (**text == *value).into(),
        // A value made from variables is a pattern without wildcards.
        Operand::Pattern(pattern) => pattern.matches(value).into(),
        _ => Relation::Unreadable,
    }
}

fn equal_ignoring_case(operand: &Operand, value: &str, _: Switches) -> Relation {
    let Operand::Text(text) = operand else { return Relation::Unreadable };
    (text.eq_ignore_ascii_case(value)
        || text.chars().flat_map(char::to_lowercase).eq(value.chars().flat_map(char::to_lowercase)))
    .into()
}

fn like(operand: &Operand, value: &str, _: Switches) -> Relation {
    match operand {
        Operand::Pattern(pattern) => pattern.matches(value).into(),
        _ => Relation::Unreadable,
    }
}
