//! What was taken out of a policy, and why nothing is lost.

use policy::tree::Statement;

/// One thing that was taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Position of the statement in the policy as it was, from 0.
    pub statement: usize,
    /// How a person finds the statement.
    pub label: String,
    pub dropped: Dropped,
    pub why: Why,
}

/// What was taken out of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dropped {
    /// All of it.
    Statement,
    /// An entry of a list such as `Action`.
    Entry { element: &'static str, text: String },
    /// One value of a condition.
    Value { operator: String, key: String, text: String },
    /// All of a condition.
    Condition { operator: String, key: String },
}

/// Why nothing changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// No request is met by it.
    MeetsNothing,
    /// What is left of its statement says the same.
    SaidByRest,
    /// This statement says as much.
    SaidBy(String),
    /// Several statements together say as much.
    SaidByOthers,
    /// This statement denies all of it.
    DeniedBy(String),
    /// Several statements together deny all of it.
    DeniedByOthers,
    /// Part is said by other statements, and the rest is denied.
    SaidOrDenied,
    /// It is now part of that statement, which has the entries of its `element` as well.
    MergedInto { label: String, element: &'static str },
}

impl Step {
    pub(super) fn of(statement: &Statement, dropped: Dropped, why: Why) -> Self {
        Self { statement: statement.index, label: statement.label(), dropped, why }
    }
}
