//! Policies, statement by statement.

use policy::tree::{Element, Form, Policy, Spanned, Statement};
use policy::{ActionPattern, ResourcePattern, Span};

use super::actions::{self, Actions, Fate};
use super::evidence::Evidence;
use super::resources;
use super::told::{Change, Kept, List, Place, Tightened, Why, WhyKept};

/// Takes out what was never used, and narrows what is wider than its use. Only statements that allow are touched, and of them only
/// `Action` and `Resource`.
///
/// What the logs cannot show stays, unless `remove_unknown` says that it is to go as if it had not been used.
pub fn tighten(policy: &Policy, evidence: &Evidence<'_>, remove_unknown: bool) -> Tightened {
    let has_variables = policy.variables_active();
    let mut run = Run { evidence, remove_unknown, has_variables, changes: Vec::new(), kept: Vec::new() };
    let statements = policy.statements.iter().filter_map(|statement| run.statement(statement)).collect();
    Tightened { policy: Policy { statements, ..policy.clone() }, changes: run.changes, kept: run.kept }
}

struct Run<'e, 'a> {
    evidence: &'e Evidence<'a>,
    remove_unknown: bool,
    has_variables: bool,
    changes: Vec<Change>,
    kept: Vec<Kept>,
}

impl Run<'_, '_> {
    /// What is left of a statement, if anything is.
    fn statement(&mut self, statement: &Statement) -> Option<Statement> {
        if !statement.allows() {
            return Some(statement.clone());
        }
        if let Some(not) = &statement.not_action {
            let entries = not.items.iter().map(|entry| (entry.value.as_str(), entry.span));
            self.inverted(statement, List::NotAction, entries);
            return Some(statement.clone());
        }
        let actions = actions::narrowed(statement, self.evidence, self.remove_unknown);
        let resources = match &statement.not_resource {
            Some(_) => Vec::new(),
            None => resources::narrowed(statement, &actions, self.evidence, self.has_variables),
        };
        let Actions { fates, .. } = actions;
        let is_left = |fates: &[(Place, Fate)]| {
            fates.iter().any(|(_, fate)| !matches!(fate, Fate::Becomes { now, .. } if now.is_empty()))
        };
        let has_resources = statement.resource.is_none() || is_left(&resources);
        if !is_left(&fates) || !has_resources {
            let place = Place::statement(statement);
            self.changes.push(Change { place, now: Vec::new(), unknown: Vec::new(), why: why_gone(&fates) });
            return None;
        }
        let mut left = statement.clone();
        if let Some(element) = &mut left.action {
            rebuild(element, &fates, ActionPattern::parse);
        }
        if let Some(element) = &mut left.resource {
            rebuild(element, &resources, ResourcePattern::with_variables);
        }
        let mut told: Vec<(Place, Fate)> = fates.into_iter().chain(resources).collect();
        told.sort_by_key(|(place, _)| place.span);
        for (place, fate) in told {
            match fate {
                Fate::Becomes { now, unknown, why } => self.changes.push(Change { place, now, unknown, why }),
                Fate::Stays(Some(why)) => self.kept.push(Kept { place, why }),
                Fate::Stays(None) => {}
            }
        }
        if let Some(not) = &statement.not_resource {
            let entries = not.items.iter().map(|entry| (entry.value.as_str(), entry.span));
            self.inverted(statement, List::NotResource, entries);
        }
        Some(left)
    }

    fn inverted<'s>(
        &mut self,
        statement: &Statement,
        list: List,
        entries: impl Iterator<Item = (&'s str, Span)>,
    ) {
        self.kept.extend(entries.enumerate().map(|(at, (was, span))| Kept {
            place: Place::entry(statement, list, at, was, span),
            why: WhyKept::Inverted,
        }));
    }
}

/// Why a statement is gone: the reason that all of its actions share, else that nothing of it was used.
fn why_gone(fates: &[(Place, Fate)]) -> Why {
    let mut reasons = fates.iter().filter_map(|(_, fate)| match fate {
        Fate::Becomes { why, .. } => Some(why),
        Fate::Stays(_) => None,
    });
    match reasons.next() {
        Some(first) if reasons.all(|why| why == first) && *first != Why::SaidByOthers => first.clone(),
        _ => Why::NeverUsed,
    }
}

fn rebuild<T: Clone>(element: &mut Element<T>, fates: &[(Place, Fate)], parse: impl Fn(&str) -> T) {
    let mut items = Vec::new();
    for (item, (_, fate)) in element.items.iter().zip(fates) {
        match fate {
            Fate::Stays(_) => items.push(item.clone()),
            Fate::Becomes { now, .. } => {
                items.extend(now.iter().map(|text| Spanned::new(parse(text), item.span)));
            }
        }
    }
    if items.len() > 1 {
        element.form = Form::List;
    }
    element.items = items;
}
