//! Whether a rule is about a statement.

use policy::Answer;
use policy::tree::{PolicyKind, Spanned, Statement};
use policy::{ResourcePattern, Span};

use super::Scope;
use super::answers::any;
use crate::Cx;

/// What of a statement a rule is about.
pub(super) struct Reach<'s> {
    /// The resources that count, where the rule tells resources apart.
    resources: Option<Vec<&'s Spanned<ResourcePattern>>>,
    /// `NotResource`, where it reaches beyond what the rule excepts.
    others: Option<Span>,
}

impl Reach<'_> {
    /// Whether the action can be performed on one of the resources that count; what the catalogue does not know, it can.
    pub(super) fn has(&self, cx: &Cx<'_>, action: &str) -> bool {
        self.resources.is_none() || self.resource_of(cx, action).is_some()
    }

    /// Where the statement reaches beyond what the rule leaves open for the action.
    pub(super) fn beyond(&self, cx: &Cx<'_>, action: &str) -> Option<Span> {
        self.others.or_else(|| self.resource_of(cx, action))
    }

    fn resource_of(&self, cx: &Cx<'_>, action: &str) -> Option<Span> {
        let action = cx.catalog.action(action);
        let takes = |resource: &ResourcePattern| {
            resource.is_everything()
                || action.is_none_or(|action| !action.targets_meeting(resource).is_empty())
        };
        self.resources.iter().flatten().find(|resource| takes(&resource.value)).map(|resource| resource.span)
    }
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

    /// What of the statement the rule is about, if anything; where that hangs on a policy variable, nothing.
    pub(super) fn reach<'s>(&self, statement: &'s Statement) -> Option<Reach<'s>> {
        if !statement.allows() {
            return None;
        }
        if let Some(excepted) = &statement.not_resource {
            let is_meant =
                self.resources.is_empty() || self.resources.iter().any(|meant| is_left(statement, meant));
            let is_open = self.except_resources.iter().any(ResourcePattern::is_everything);
            let others = (!self.except_resources.is_empty()).then_some(excepted.key);
            return (is_meant && !is_open).then_some(Reach { resources: None, others });
        }
        let tells_apart = !(self.resources.is_empty() && self.except_resources.is_empty());
        if !tells_apart || (statement.resource.is_none() && self.resources.is_empty()) {
            return Some(Reach { resources: None, others: None });
        }
        let counting: Vec<_> =
            statement.resources().iter().filter(|resource| self.counts(&resource.value)).collect();
        (!counting.is_empty()).then_some(Reach { resources: Some(counting), others: None })
    }

    /// Whether the resource is one of those that the rule is about.
    fn counts(&self, resource: &ResourcePattern) -> bool {
        let is_meant = self.resources.is_empty()
            || self.resources.iter().any(|meant| meant.intersects(resource) == Answer::Yes);
        is_meant && self.excepts(resource) == Answer::No
    }

    fn excepts(&self, resource: &ResourcePattern) -> Answer {
        let answers = self.except_resources.iter().map(|excepted| excepted.covers(resource));
        any(answers)
    }
}

/// Whether `NotResource` leaves some of these resources.
fn is_left(statement: &Statement, meant: &ResourcePattern) -> bool {
    !statement.not_resources().iter().any(|other| other.value.covers(meant) != Answer::No)
}
