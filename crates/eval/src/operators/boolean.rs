//! `true` and `false`, in any case.

use policy::tree::OperatorName;

use super::entry::{Operand, OperatorEntry, Relation, fails, holds};
use crate::Switches;

pub(super) const BOOL: OperatorEntry = OperatorEntry {
    name: OperatorName::Bool,
    fails: "is not",
    read,
    relation,
    examples: &[
        holds(&["true"], &["true"]),
        holds(&["True"], &["true"]),
        fails(&["false"], &["true"]),
        fails(&["yes"], &["true"]),
    ],
};

pub(super) fn read(value: &str) -> Operand {
    parse(value).map_or(Operand::Unreadable, Operand::Bool)
}

pub(super) fn relation(operand: &Operand, value: &str, _: Switches) -> Relation {
    match (operand, parse(value)) {
        (Operand::Bool(operand), Some(value)) => (*operand == value).into(),
        _ => Relation::Unreadable,
    }
}

fn parse(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else {
        text.eq_ignore_ascii_case("false").then_some(false)
    }
}
