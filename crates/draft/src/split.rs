//! Parting statements into policies that keep within a size.

use policy::tree::{Element, Statement};

use crate::draft::policy_of;
use crate::size;

/// Statements in policies of at most `limit` characters each, in order. Together the parts allow what the whole allows.
///
/// A statement that is too large alone is halved, first its resources, then its actions. What cannot be halved any more
/// stands alone, larger than the limit: a single action on a single resource name can only be so if the name is absurd.
pub(crate) fn split(statements: Vec<Statement>, limit: usize) -> Vec<Vec<Statement>> {
    let fitting = statements.into_iter().flat_map(|statement| halve(statement, limit));
    let mut parts: Vec<Vec<Statement>> = Vec::new();
    for statement in fitting {
        let fits = parts.last().is_some_and(|part| {
            let together = part.iter().cloned().chain([statement.clone()]).collect();
            size(&policy_of(together)) <= limit
        });
        match parts.last_mut() {
            Some(part) if fits => part.push(statement),
            _ => parts.push(vec![statement]),
        }
    }
    parts
}

fn halve(statement: Statement, limit: usize) -> Vec<Statement> {
    if size(&policy_of(vec![statement.clone()])) <= limit {
        return vec![statement];
    }
    let halves = match (statement.resources().len(), statement.actions().len()) {
        (0..=1, 0..=1) => return vec![statement],
        (0..=1, _) => {
            let (a, b) = halves(statement.action.as_ref());
            [Statement { action: a, ..statement.clone() }, Statement { action: b, ..statement }]
        }
        _ => {
            let (a, b) = halves(statement.resource.as_ref());
            [Statement { resource: a, ..statement.clone() }, Statement { resource: b, ..statement }]
        }
    };
    halves.into_iter().flat_map(|half| halve(half, limit)).collect()
}

fn halves<T: Clone>(element: Option<&Element<T>>) -> (Option<Element<T>>, Option<Element<T>>) {
    let items = element.map_or(&[][..], |element| &element.items);
    let (a, b) = items.split_at(items.len() / 2);
    let of =
        |items: &[policy::tree::Spanned<T>]| Some(Element::of(items.iter().map(|item| item.value.clone())));
    (of(a), of(b))
}
