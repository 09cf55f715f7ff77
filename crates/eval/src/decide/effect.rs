//! What policies say about a request.

use policy::{ResourcePattern, ShortArn};

use crate::prepare::{Applies, Grant, Statement};
use crate::request::View;
use crate::{Prepared, Request, Switches, Tri};

/// What one policy or several say: whether a Deny matches, and how far Allows reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Effect {
    pub(crate) denied: Tri,
    allowed: [Tri; 4],
}

/// What policies of one kind say by themselves, whoever else has a say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// Whether a Deny matches.
    pub denied: Tri,
    /// Whether an Allow matches.
    pub allowed: Tri,
}

/// Asks policies of one kind, pooled, about a request.
pub fn judge(request: &Request, policies: &[Prepared], switches: Switches) -> Judgement {
    let effect = Effect::of(policies, &request.view(false), switches);
    Judgement { denied: effect.denied, allowed: effect.allowed() }
}

/// The statements of policies of one kind that are about an action, found once for many requests for it.
pub fn about<'a>(policies: &'a [Prepared], action: &str) -> Vec<&'a Statement> {
    let (service, name) = action.split_once(':').unwrap_or_default();
    let statements = policies.iter().flat_map(Prepared::statements);
    statements.filter(|statement| statement.actions.has(service, name)).collect()
}

/// [`judge`] by the statements alone that are [`about`] the action of the request.
pub fn judge_by(request: &Request, statements: &[&Statement], switches: Switches) -> Judgement {
    judged(&request.view(false), statements, switches)
}

/// The same for [another resource](Request::on).
pub fn judge_on(
    request: &Request,
    resource: &str,
    statements: &[&Statement],
    switches: Switches,
) -> Judgement {
    judged(&request.view_on(resource), statements, switches)
}

/// The same for every resource that the pattern matches: what is judged holds for all of them, and is unknown where some fare
/// otherwise than others.
pub fn judge_on_all(
    request: &Request,
    pattern: ResourcePattern,
    statements: &[&Statement],
    switches: Switches,
) -> Judgement {
    let pattern = pattern.with_short_arn(ShortArn::Nothing);
    judged(&View { pattern: Some(&pattern), ..request.view(false) }, statements, switches)
}

/// By statements that are about the action.
fn judged(view: &View<'_>, statements: &[&Statement], switches: Switches) -> Judgement {
    let mut effect = Effect::NOTHING;
    for statement in statements {
        if !effect.is_settled_for(statement) {
            effect.add_if(statement, statement.applies_to_rest(view, switches));
        }
    }
    Judgement { denied: effect.denied, allowed: effect.allowed() }
}

impl Judgement {
    /// Whether the policies let the request pass: an Allow matches, and no Deny does.
    pub fn passes(self) -> Tri {
        self.allowed.and(!self.denied)
    }
}

impl Effect {
    pub(crate) const NOTHING: Self = Self { denied: Tri::No, allowed: [Tri::No; 4] };

    /// What all of `policies` say together.
    pub(crate) fn of<'a>(
        policies: impl IntoIterator<Item = &'a Prepared>,
        view: &View<'_>,
        switches: Switches,
    ) -> Self {
        let mut effect = Self::NOTHING;
        for statement in policies.into_iter().flat_map(Prepared::statements) {
            if !effect.is_settled_for(statement) {
                effect.add_if(statement, statement.applies(view, switches));
            }
        }
        effect
    }

    /// Whether a match of the statement would change nothing.
    fn is_settled_for(self, statement: &Statement) -> bool {
        if statement.denies {
            self.denied.is_yes()
        } else {
            statement.allows && self.reaches(Grant::Full).is_yes()
        }
    }

    fn add_if(&mut self, statement: &Statement, applies: Option<Applies>) {
        let Some(applies) = applies else { return };
        if !statement.allows {
            self.denied = self.denied.or(applies.answer);
        }
        if !statement.denies
            && let Some(allowed) = self.allowed.get_mut(applies.grant as usize)
        {
            *allowed = allowed.or(applies.answer);
        }
    }

    /// Whether an Allow matches.
    pub(crate) fn allowed(self) -> Tri {
        Tri::any(self.allowed)
    }

    /// Whether an Allow matches that reaches so far.
    pub(crate) fn reaches(self, grant: Grant) -> Tri {
        self.allowed.get(grant as usize).copied().unwrap_or(Tri::No)
    }
}
