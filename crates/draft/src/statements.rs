//! Grants as statements.

use catalog::Action;
use policy::tree::{Effect, Element, Spanned, Statement};
use policy::{ActionPattern, ResourcePattern, Span, is_plain};

use crate::demand::condition;
use crate::grouping::{Aim, Group, Row, grouped};
use crate::{Demand, Grant};

/// `Allow` statements that together say what the grants say; the actions are those of the grants as the catalogue has them.
pub(crate) fn statements(grants: &[Grant], known: &[Option<Action<'_>>], aim: Aim) -> Vec<Statement> {
    let rows = grants.iter().zip(known).map(|(grant, known)| Row {
        name: &grant.action,
        known: *known,
        resources: grant.resources.iter().map(String::as_str).collect(),
        demands: &grant.demands,
    });
    grouped(&rows.collect::<Vec<_>>(), aim).iter().map(statement).collect()
}

fn statement(group: &Group<'_>) -> Statement {
    let sid = Some(Spanned::new(group.sid.clone(), Span::NONE));
    Statement { sid, ..allow(&group.names, &group.resources, group.demands) }
}

pub(crate) fn allow(actions: &[&str], resources: &[&str], demands: &[Demand]) -> Statement {
    Statement {
        effect: Some(Spanned::new(Effect::Allow, Span::NONE)),
        action: Some(Element::of(actions.iter().map(|action| ActionPattern::parse(action)))),
        resource: Some(Element::of(resources.iter().map(|text| ResourcePattern::with_variables(text)))),
        condition: (!demands.is_empty()).then(|| condition(demands)),
        ..Statement::default()
    }
}

/// Text that a policy of version 2012-10-17 takes for itself: what would be a wildcard or a variable is escaped. A run of letters that no
/// policy takes becomes `*`.
pub fn resource_text(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
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
    if has_strange_letters(&escaped) { without_strange_letters(&escaped) } else { escaped }
}

/// Whether IAM takes no policy with this text: its letters end at U+00FF, and so do those that other forms of policies take.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html>
pub(crate) fn has_strange_letters(text: &str) -> bool {
    !text.is_ascii() && text.contains(is_strange)
}

/// A pattern with `*` for each run of such letters.
pub(crate) fn without_strange_letters(pattern: &str) -> String {
    let mut plain = String::with_capacity(pattern.len());
    for letter in pattern.chars() {
        match letter {
            letter if !is_strange(letter) => plain.push(letter),
            _ if plain.ends_with('*') => {}
            _ => plain.push('*'),
        }
    }
    plain
}

fn is_strange(letter: char) -> bool {
    letter > '\u{FF}'
}
