//! How an operator compares, and which piece of the line that is.

use policy::tree::OperatorName as Name;

use super::cuts::{Edge, Point};

/// How a request's value stands to a policy's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    /// Of a negated operator, what must not hold.
    pub(super) fn of(operator: Name) -> Self {
        match operator {
            Name::NumericLessThan | Name::DateLessThan => Self::Less,
            Name::NumericLessThanEquals | Name::DateLessThanEquals => Self::LessOrEqual,
            Name::NumericGreaterThan | Name::DateGreaterThan => Self::Greater,
            Name::NumericGreaterThanEquals | Name::DateGreaterThanEquals => Self::GreaterOrEqual,
            _ => Self::Equal,
        }
    }

    /// The points that stand so to `point`.
    pub(super) fn piece<P: Point>(self, point: &P) -> (Edge<P::Cut>, Edge<P::Cut>) {
        match self {
            Self::Equal => (point.before(), point.after()),
            Self::Less => (Edge::Start, point.before()),
            Self::LessOrEqual => (Edge::Start, point.after()),
            Self::Greater => (point.after(), Edge::End),
            Self::GreaterOrEqual => (point.before(), Edge::End),
        }
    }
}
