//! Policies made ready for many requests: patterns compiled, values read, names in lower case.

mod condition;
mod names;
mod principal;
mod public;
mod resource;
mod statement;
pub(crate) mod template;

use policy::tree::{Policy, PolicyKind};

pub use condition::{Condition, Value, ValueReading};
pub use principal::{Grant, Named, Who};
pub use public::{FENCES, is_fixed};
pub use resource::{Entry, ResourceReading, Resources};
pub(crate) use statement::Applies;
pub use statement::{Action, Actions, Statement};

/// A policy made ready.
#[derive(Debug, Clone)]
pub struct Prepared {
    name: String,
    kind: PolicyKind,
    statements: Vec<Statement>,
}

impl Prepared {
    /// Makes `policy` ready as one of `kind`; `name` is what an explanation calls it.
    ///
    /// It never fails: a statement that cannot be read counts where the rest of it matches, as one whose effect is unknown.
    pub fn new(name: impl Into<String>, policy: &Policy, kind: PolicyKind) -> Self {
        let variables = policy.variables_active();
        let statements =
            policy.statements.iter().map(|statement| Statement::new(statement, kind, variables)).collect();
        Self { name: name.into(), kind, statements }
    }

    /// A policy that exists and that nobody can read, for the reason given: it may allow or deny anything.
    pub fn unreadable(name: impl Into<String>, kind: PolicyKind, why: impl Into<String>) -> Self {
        Self { name: name.into(), kind, statements: vec![Statement::unreadable(why.into())] }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn kind(&self) -> PolicyKind {
        self.kind
    }

    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// Whether some statement is an Allow.
    pub fn has_allow(&self) -> bool {
        self.statements.iter().any(|statement| statement.allows)
    }
}
