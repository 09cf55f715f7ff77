//! The policy tree: what the elements of a policy say, each with its place.
//!
//! `lower` makes it from a [`crate::Node`], [`Policy::to_node`] makes a node of it again. What IAM does not know, or has the
//! wrong type, is kept beside the rest, so nothing of a document is lost on the way.

mod condition;
mod fault;
mod kind;
mod lower;
mod operator;
mod policy;
mod principal;
mod rebuild;
mod statement;
mod variables;

pub use condition::{Condition, ConditionEntry, ConditionKey, Literal, OperatorBlock};
pub use fault::quoted;
pub use kind::{Detected, PolicyKind};
pub use lower::lower;
pub use operator::{Operator, OperatorName, OperatorType, SetPrefix};
pub use policy::{Policy, Version};
pub use principal::{Principal, PrincipalElement, PrincipalEntry, PrincipalForm, PrincipalType};
pub use statement::{Effect, Element, Form, Malformed, Misplaced, Spanned, Statement};
pub use variables::{Part, Template, VariableFault, VariableFaultKind};
