//! One statement and the shape its elements share.

use super::{Condition, PrincipalElement};
use crate::{ActionPattern, Member, Node, ResourcePattern, Span};

/// One statement: who may or may not do what on what, and when.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Statement {
    pub span: Span,
    /// Position in the policy, from 0.
    pub index: usize,
    pub sid: Option<Spanned<String>>,
    pub effect: Option<Spanned<Effect>>,
    pub principal: Option<PrincipalElement>,
    pub not_principal: Option<PrincipalElement>,
    pub action: Option<Element<ActionPattern>>,
    pub not_action: Option<Element<ActionPattern>>,
    pub resource: Option<Element<ResourcePattern>>,
    pub not_resource: Option<Element<ResourcePattern>>,
    pub condition: Option<Condition>,
    pub unknown: Vec<Member>,
    pub malformed: Vec<Malformed>,
}

/// A value with the place it was written at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    Allow,
    Deny,
    /// Anything else; IAM compares the two words with their case.
    Other(String),
}

/// Whether something was written alone or as a list; IAM takes both and they mean the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Form {
    Single,
    #[default]
    List,
}

/// An element that holds one value or several.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Element<T> {
    /// Place of the element's name.
    pub key: Span,
    /// Place of its value.
    pub span: Span,
    pub form: Form,
    pub items: Vec<Spanned<T>>,
    /// List items of a type that does not belong there, such as a number among actions.
    pub misplaced: Vec<Misplaced>,
}

/// An item of a list that has the wrong type, with its position in that list as written.
#[derive(Debug, Clone, PartialEq)]
pub struct Misplaced {
    pub index: usize,
    pub node: Node,
}

/// A known element whose value has the wrong type, as written, and what belongs there.
#[derive(Debug, Clone, PartialEq)]
pub struct Malformed {
    pub member: Member,
    pub expected: &'static str,
}

impl Effect {
    pub fn parse(text: &str) -> Self {
        match text {
            "Allow" => Self::Allow,
            "Deny" => Self::Deny,
            other => Self::Other(other.to_owned()),
        }
    }

    pub fn text(&self) -> &str {
        match self {
            Self::Allow => "Allow",
            Self::Deny => "Deny",
            Self::Other(text) => text,
        }
    }
}

impl Statement {
    pub fn allows(&self) -> bool {
        self.effect.as_ref().is_some_and(|effect| effect.value == Effect::Allow)
    }

    pub fn denies(&self) -> bool {
        self.effect.as_ref().is_some_and(|effect| effect.value == Effect::Deny)
    }

    /// The `Action` entries, none if the statement has no such element.
    pub fn actions(&self) -> &[Spanned<ActionPattern>] {
        items(self.action.as_ref())
    }

    pub fn not_actions(&self) -> &[Spanned<ActionPattern>] {
        items(self.not_action.as_ref())
    }

    pub fn resources(&self) -> &[Spanned<ResourcePattern>] {
        items(self.resource.as_ref())
    }

    pub fn not_resources(&self) -> &[Spanned<ResourcePattern>] {
        items(self.not_resource.as_ref())
    }

    /// How a person finds the statement: its Sid, or its number from 1.
    pub fn label(&self) -> String {
        match &self.sid {
            Some(sid) if !sid.value.is_empty() => format!("statement `{}`", sid.value),
            _ => format!("statement {}", self.index + 1),
        }
    }
}

fn items<T>(element: Option<&Element<T>>) -> &[Spanned<T>] {
    element.map_or(&[], |element| &element.items)
}

impl<T> Element<T> {
    /// An element as a program writes it: one value alone, several as a list.
    pub fn of(values: impl IntoIterator<Item = T>) -> Self {
        let items: Vec<_> = values.into_iter().map(|value| Spanned { value, span: Span::NONE }).collect();
        let form = if items.len() == 1 { Form::Single } else { Form::List };
        Self { key: Span::NONE, span: Span::NONE, form, items, misplaced: Vec::new() }
    }
}

impl<T> Spanned<T> {
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}
