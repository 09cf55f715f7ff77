//! What an operator consists of, and the values it compares.

use policy::tree::OperatorName;
use policy::value::{IpRange, Moment};
use policy::{Matcher, ResourceMatcher};

use super::OPERATORS;
use crate::Switches;

/// A condition operator: how it reads the policy's values and how it compares a request's value with one of them.
///
/// For a negated operator `relation` is what must not hold: that of `StringNotEquals` is equality.
#[derive(Debug)]
pub struct OperatorEntry {
    pub name: OperatorName,
    /// How a person says that a single value fails, between the request's value and the policy's: `is not`.
    pub fails: &'static str,
    pub(crate) read: fn(&str) -> Operand,
    pub(crate) relation: fn(&Operand, &str, Switches) -> Relation,
    pub examples: &'static [Example],
}

/// Values of a request's key, values in the policy, and whether the condition holds.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    pub request: &'static [&'static str],
    pub policy: &'static [&'static str],
    pub holds: bool,
}

/// A value of the policy, read once.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operand {
    Text(Box<str>),
    Pattern(Matcher),
    /// A pattern of ARNs, part by part.
    Arn(ResourceMatcher),
    /// Digits that are a number.
    Number(Box<str>),
    Moment(Moment),
    Range(IpRange),
    Bool(bool),
    /// Not a value of the operator's type.
    Unreadable,
}

/// How a request's value stands to one of the policy's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    Holds,
    Fails,
    /// One of the two is not of the operator's type.
    Unreadable,
}

/// The entry of an operator.
pub(crate) fn of(name: OperatorName) -> &'static OperatorEntry {
    // The order is held by a test.
    OPERATORS.iter().find(|entry| entry.name == name).copied().unwrap_or(&super::null::NULL)
}

impl From<bool> for Relation {
    fn from(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::Fails }
    }
}

pub(super) const fn holds(request: &'static [&'static str], policy: &'static [&'static str]) -> Example {
    Example { request, policy, holds: true }
}

pub(super) const fn fails(request: &'static [&'static str], policy: &'static [&'static str]) -> Example {
    Example { request, policy, holds: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_complete_and_in_order() {
        let names: Vec<_> = OPERATORS.iter().map(|entry| entry.name).collect();
        assert_eq!(names, OperatorName::ALL);
    }

    #[test]
    fn every_operator_has_examples_of_both_answers() {
        for entry in OPERATORS {
            let answers: Vec<_> = entry.examples.iter().map(|example| example.holds).collect();
            assert!(answers.contains(&true) && answers.contains(&false), "{:?}", entry.name);
        }
    }
}
