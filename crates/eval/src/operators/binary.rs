//! Bytes, which both sides write in base64.

use policy::tree::OperatorName;

use super::entry::{Operand, OperatorEntry, Relation, fails, holds};
use crate::Switches;

pub(super) const EQUALS: OperatorEntry = OperatorEntry {
    name: OperatorName::BinaryEquals,
    fails: "is not",
    read,
    relation,
    examples: &[
        holds(&["QmluYXJ5"], &["QmluYXJ5"]),
        holds(&["QQ=="], &["QQ"]),
        fails(&["QmluYXJ5"], &["qmluYXJ5"]),
        fails(&["no base64"], &["no base64"]),
    ],
};

fn read(value: &str) -> Operand {
    digits(value).map_or(Operand::Unreadable, |digits| Operand::Text(digits.into()))
}

fn relation(operand: &Operand, value: &str, _: Switches) -> Relation {
    match (operand, digits(value)) {
        (Operand::Text(operand), Some(value)) => (**operand == *value).into(),
        _ => Relation::Unreadable,
    }
}

/// The text without its padding: bytes have one spelling in base64.
fn digits(text: &str) -> Option<&str> {
    let digits = text.trim_end_matches('=');
    let is_digit = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'+' | b'/');
    (digits.bytes().all(is_digit) && digits.len() % 4 != 1).then_some(digits)
}
