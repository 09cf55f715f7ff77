//! Whether a rule is about a statement.

use policy::Answer;
use policy::tree::{PolicyKind, Spanned, Statement};
use policy::{ResourcePattern, Span};

use super::Scope;
use super::answers::any;
use crate::Cx;

/// How far a statement reaches into what a rule is about.
pub(super) struct Reach {
    /// The first resource that the rule does not except, where it excepts some.
    pub(super) beyond: Option<Span>,
}

impl Scope {
    /// Whether the rule is about policies of this kind and in this file.
    pub(super) fn has_policy(&self, cx: &Cx<'_>) -> bool {
        let grants = [PolicyKind::Identity, PolicyKind::Resource, PolicyKind::Trust];
        let kinds = if self.kinds.is_empty() { &grants[..] } else { &self.kinds };
        let file = cx.source.name();
        kinds.contains(&cx.kind)
            && (self.files.is_empty() || self.files.iter().any(|pattern| pattern.matches(file)))
            && !self.except_files.iter().any(|pattern| pattern.matches(file))
    }

    /// Whether the rule is about what the statement allows; where that hangs on a policy variable, it is not.
    pub(super) fn reach(&self, statement: &Statement) -> Option<Reach> {
        if !statement.allows() || !(self.resources.is_empty() || self.names_one(statement)) {
            return None;
        }
        if self.except_resources.is_empty() {
            return Some(Reach { beyond: None });
        }
        if let Some(excepted) = &statement.not_resource {
            let everything = self.except_resources.iter().any(ResourcePattern::is_everything);
            return (!everything).then_some(Reach { beyond: Some(excepted.key) });
        }
        if statement.resource.is_none() {
            return Some(Reach { beyond: None });
        }
        let beyond = statement.resources().iter().find(|resource| self.excepts(resource) == Answer::No);
        beyond.map(|resource| Reach { beyond: Some(resource.span) })
    }

    /// Whether a resource of the statement is one of those that the rule is about.
    fn names_one(&self, statement: &Statement) -> bool {
        if statement.not_resource.is_some() {
            let excepted = |meant: &ResourcePattern| {
                statement.not_resources().iter().any(|other| other.value.covers(meant) != Answer::No)
            };
            return self.resources.iter().any(|meant| !excepted(meant));
        }
        let meets = |resource: &Spanned<ResourcePattern>| {
            self.resources.iter().any(|meant| meant.intersects(&resource.value) == Answer::Yes)
        };
        statement.resources().iter().any(meets)
    }

    fn excepts(&self, resource: &Spanned<ResourcePattern>) -> Answer {
        let answers = self.except_resources.iter().map(|excepted| excepted.covers(&resource.value));
        any(answers)
    }
}
