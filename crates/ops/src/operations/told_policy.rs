//! A policy that is told in words and numbers: how it is opened, and how much of it is told at most.

use policy::tree::{Condition, Policy};
use policy::{Glob, Severity};

use super::{held_policies, lint_document};
use crate::wire::Document;
use crate::{Context, OpError};

/// More is no policy that AWS would take, and would take long to tell.
const MOST_STATEMENTS: usize = 1_000;
/// Actions, resources and values of conditions.
const MOST_ENTRIES: usize = 10_000;
/// As how many counts what is looked up in every service.
const EVERY_SERVICE: usize = 50;

/// The policy of the request, which may be held by an answer of the AWS command line.
pub(super) fn opened(asked: &Document, cx: &Context) -> Result<policy::Document, OpError> {
    let document = lint_document::read(&asked.read(cx)?, cx);
    let name = document.source.name().to_owned();
    let mut held = held_policies::held(&document);
    match held.len() {
        0 => {}
        1 => return Ok(held.swap_remove(0).document),
        count => {
            return Err(OpError::invalid(format!("`{name}` holds {count} policies"))
                .hint("explain one of them at a time"));
        }
    }
    let is_policy =
        |statements: &policy::Node| statements.as_array().is_some() || statements.as_object().is_some();
    if document.root.get("Statement").is_some_and(is_policy) {
        return Ok(document);
    }
    // The first fault says why there is nothing to be read.
    let why = document.diagnostics.iter().find(|found| found.severity == Severity::Error);
    let why = why.map_or("it has no statements", |found| found.message.as_str());
    Err(OpError::invalid(format!("`{name}` is no policy: {why}"))
        .hint("`validate_policy` (`leastwise validate`) shows the places"))
}

pub(crate) fn within_limits(policy: &Policy, name: &str) -> Result<(), OpError> {
    if policy.statements.len() > MOST_STATEMENTS {
        return Err(OpError::too_large(format!(
            "`{name}` has {} statements, and at most {MOST_STATEMENTS} are explained",
            policy.statements.len()
        )));
    }
    if policy.statements.iter().map(entries).sum::<usize>() > MOST_ENTRIES {
        return Err(OpError::too_large(format!(
            "`{name}` names more than the {MOST_ENTRIES} actions, resources and values that are explained"
        ))
        .hint("a wildcard in the service of an action or a resource counts for many of them"));
    }
    Ok(())
}

/// How much there is to look up for a statement.
fn entries(statement: &policy::tree::Statement) -> usize {
    let values =
        statement.condition.iter().flat_map(Condition::entries).map(|(_, entry)| 1 + entry.values.len());
    let actions = statement.actions().iter().chain(statement.not_actions()).map(|action| {
        let is_wild = action.value.service().is_some_and(Glob::has_wildcard);
        if is_wild { EVERY_SERVICE } else { 1 }
    });
    let resources = statement.resources().iter().chain(statement.not_resources()).map(|resource| {
        let is_wild = resource.value.parts().get(2).is_some_and(Glob::has_wildcard);
        if is_wild { EVERY_SERVICE } else { 1 }
    });
    actions.chain(resources).chain(values).sum()
}
