//! Grants as statements: actions that need the same resources stand together.

use std::collections::BTreeMap;

use policy::tree::{Effect, Element, Spanned, Statement};
use policy::{ActionPattern, ResourcePattern, Span};

use crate::demand::condition;
use crate::{Demand, Grant};

/// One `Allow` statement for each set of resources and conditions, in the order of their first actions.
pub(crate) fn statements(grants: &[Grant]) -> Vec<Statement> {
    let mut together: BTreeMap<(&[String], &[Demand]), Vec<&str>> = BTreeMap::new();
    for grant in grants {
        together.entry((&grant.resources, &grant.demands)).or_default().push(&grant.action);
    }
    let mut groups: Vec<_> = together.into_iter().collect();
    groups.sort_by(|a, b| a.1.cmp(&b.1));
    let statement = |((resources, demands), actions): ((&[String], &[Demand]), Vec<&str>)| {
        allow(&actions, resources, demands)
    };
    groups.into_iter().map(statement).collect()
}

pub(crate) fn allow(actions: &[&str], resources: &[String], demands: &[Demand]) -> Statement {
    Statement {
        effect: Some(Spanned::new(Effect::Allow, Span::NONE)),
        action: Some(Element::of(actions.iter().map(|action| ActionPattern::parse(action)))),
        resource: Some(Element::of(resources.iter().map(|text| ResourcePattern::with_variables(text)))),
        condition: (!demands.is_empty()).then(|| condition(demands)),
        ..Statement::default()
    }
}

/// Text that a policy of version 2012-10-17 takes for itself: what would be a wildcard or a variable is escaped.
pub(crate) fn resource_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '*' => escaped.push_str("${*}"),
            '?' => escaped.push_str("${?}"),
            '$' if letters.peek() == Some(&'{') => escaped.push_str("${$}"),
            other => escaped.push(other),
        }
    }
    escaped
}
