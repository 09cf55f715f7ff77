//! Which statements are not as they were.
//!
//! Statements that say the same are one, wherever they stand; how lists are ordered, and whether one value stands alone or in a list,
//! says nothing. Of the rest those of one Sid belong together, then those of one effect that have most entries in common.

use std::collections::{BTreeMap, BTreeSet};

use policy::tree::Statement;
use policy::{Node, Style, Value, write};

use super::pairs::Named;
use crate::wire::{StatementChange, StatementsChange, TouchedCounts, TouchedStatement};

/// More pairs of statements are not compared: those left over are then taken for added and removed.
const MOST_COMPARED: usize = 250_000;

/// A statement, element by element, in a form in which equal means equal.
struct Said<'p> {
    named: &'p Named,
    statement: &'p Statement,
    /// But for the Sid.
    elements: BTreeMap<String, String>,
    /// Actions and resources.
    entries: BTreeSet<String>,
}

/// What became of the statements of one side on the other.
pub(crate) fn touched(before: &[Named], after: &[Named]) -> StatementsChange {
    let mut old: Vec<Option<Said<'_>>> = written(before).flat_map(said).map(Some).collect();
    let new: Vec<Said<'_>> = written(after).flat_map(said).collect();
    let mut partner: Vec<Option<Said<'_>>> = new.iter().map(|_| None).collect();
    let exact = |a: &Said<'_>, b: &Said<'_>| a.sid() == b.sid() && a.elements == b.elements;
    pick(&mut old, &new, &mut partner, exact);
    pick(&mut old, &new, &mut partner, |a, b| a.elements == b.elements);
    pick(&mut old, &new, &mut partner, |a, b| a.sid().is_some() && a.sid() == b.sid());
    likest(&mut old, &new, &mut partner);
    let mut counts = TouchedCounts::default();
    let mut touched = Vec::new();
    for (new, old) in new.iter().zip(&partner) {
        let after = Some(new.named.place(new.statement));
        let Some(old) = old else {
            counts.added += 1;
            touched.push(TouchedStatement {
                change: StatementChange::Added,
                before: None,
                after,
                elements: Vec::new(),
            });
            continue;
        };
        let elements = differing(old, new);
        if elements.is_empty() {
            counts.unchanged += 1;
        } else {
            counts.changed += 1;
            let before = Some(old.named.place(old.statement));
            touched.push(TouchedStatement { change: StatementChange::Changed, before, after, elements });
        }
    }
    for old in old.into_iter().flatten() {
        counts.removed += 1;
        let before = Some(old.named.place(old.statement));
        touched.push(TouchedStatement {
            change: StatementChange::Removed,
            before,
            after: None,
            elements: Vec::new(),
        });
    }
    StatementsChange { counts, touched }
}

/// What somebody wrote.
fn written(own: &[Named]) -> impl Iterator<Item = &Named> {
    own.iter().filter(|named| !named.is_supposed)
}

/// Puts together what is alike, each statement once, in the order of the new side.
fn pick<'p>(
    old: &mut [Option<Said<'p>>],
    new: &[Said<'p>],
    partner: &mut [Option<Said<'p>>],
    is_alike: impl Fn(&Said<'p>, &Said<'p>) -> bool,
) {
    for (new, partner) in new.iter().zip(partner) {
        if partner.is_some() {
            continue;
        }
        let found = old.iter_mut().find(|old| old.as_ref().is_some_and(|old| is_alike(old, new)));
        *partner = found.and_then(Option::take);
    }
}

/// Puts together what has most entries in common.
fn likest<'p>(old: &mut [Option<Said<'p>>], new: &[Said<'p>], partner: &mut [Option<Said<'p>>]) {
    let left = old.iter().flatten().count();
    let open = partner.iter().filter(|partner| partner.is_none()).count();
    if left.saturating_mul(open) > MOST_COMPARED {
        return;
    }
    for (new, partner) in new.iter().zip(partner).filter(|(_, partner)| partner.is_none()) {
        let common = |old: &Said<'_>| {
            let is_one_effect = old.elements.get("Effect") == new.elements.get("Effect");
            if is_one_effect { old.entries.intersection(&new.entries).count() } else { 0 }
        };
        let best = old.iter_mut().filter(|old| old.as_ref().is_some_and(|old| common(old) > 0));
        // The first of those that have as many.
        let best = best.rev().max_by_key(|old| old.as_ref().map_or(0, common));
        *partner = best.and_then(Option::take);
    }
}

fn differing(old: &Said<'_>, new: &Said<'_>) -> Vec<String> {
    let names: BTreeSet<&String> = old.elements.keys().chain(new.elements.keys()).collect();
    let differs = |name: &&String| old.elements.get(*name) != new.elements.get(*name);
    let sid = (old.sid() != new.sid()).then(|| "Sid".to_owned());
    sid.into_iter().chain(names.into_iter().filter(differs).cloned()).collect()
}

impl Said<'_> {
    fn sid(&self) -> Option<&str> {
        self.statement.sid.as_ref().map(|sid| sid.value.as_str()).filter(|sid| !sid.is_empty())
    }
}

fn said(named: &Named) -> impl Iterator<Item = Said<'_>> {
    let nodes = match named.document.root.get("Statement") {
        Some(Node { value: Value::Array(items), .. }) => items.as_slice(),
        Some(node) => std::slice::from_ref(node),
        None => &[],
    };
    named.policy.statements.iter().filter_map(move |statement| {
        let node = nodes.get(statement.index)?;
        let members = node.as_object().unwrap_or_default().iter();
        let elements = members.filter(|member| member.key.text != "Sid");
        let elements =
            elements.map(|member| (member.key.text.clone(), canonical(&member.key.text, &member.value)));
        let of_actions = statement.actions().iter().chain(statement.not_actions());
        let of_resources = statement.resources().iter().chain(statement.not_resources());
        let entries = of_actions
            .map(|entry| entry.value.as_str().to_ascii_lowercase())
            .chain(of_resources.map(|entry| entry.value.as_str().to_owned()))
            // It is in most statements, and tells nothing.
            .filter(|entry| entry != "*");
        Some(Said { named, statement, elements: elements.collect(), entries: entries.collect() })
    })
}

/// An element as a text that is the same for all ways to write it.
fn canonical(name: &str, node: &Node) -> String {
    match (&node.value, name) {
        (Value::String(text), "Action" | "NotAction") => format!("{:?}", text.to_ascii_lowercase()),
        (Value::Array(items), _) => {
            let items: BTreeSet<String> = items.iter().map(|item| canonical(name, item)).collect();
            items.into_iter().collect::<Vec<_>>().join(",")
        }
        (Value::Object(members), _) => {
            let members: BTreeSet<String> = members
                .iter()
                .map(|member| format!("{:?}:[{}]", member.key.text, canonical("", &member.value)))
                .collect();
            format!("{{{}}}", members.into_iter().collect::<Vec<_>>().join(","))
        }
        (Value::String(text), _) => format!("{text:?}"),
        // AWS takes `true` and `"true"` for the same.
        (Value::Bool(truth), _) => format!("{:?}", truth.to_string()),
        (Value::Number(number), _) => format!("{number:?}"),
        _ => write(node, Style::default()),
    }
}
