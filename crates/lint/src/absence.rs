//! Saying that something is not there: where to point, and when to keep silent.

use policy::Span;
use policy::tree::Statement;

/// The opening brace of an object (in YAML without braces its first letter), to point at what has no place because it is missing.
pub(crate) fn opening(object: Span) -> Span {
    Span { start: object.start, end: object.end.min(object.start + 1) }
}

/// Whether the statement has one of these elements with a value of the wrong type, which another check reports.
pub(crate) fn has_malformed(statement: &Statement, elements: &[&str]) -> bool {
    statement.malformed.iter().any(|malformed| elements.contains(&malformed.member.key.text.as_str()))
}
