//! Which statements are not as they were.
//!
//! Statements that say the same are one, wherever they stand; how lists are ordered, and whether one value stands alone or in a list,
//! says nothing. Of the rest those of one Sid belong together, then those of one effect that have most entries in common.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use policy::tree::Statement;
use policy::{Node, Style, Value, write};

use super::pairs::Named;
use crate::wire::{StatementChange, StatementsChange, TouchedCounts, TouchedStatement};

/// More pairs of actions are not compared: statements left over are then taken for added and removed.
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
    pick(&mut old, &new, &mut partner, |said| Some((said.sid().map(str::to_owned), said.elements.clone())));
    pick(&mut old, &new, &mut partner, |said| Some(said.elements.clone()));
    pick(&mut old, &new, &mut partner, |said| said.sid().map(str::to_owned));
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

/// Puts together what has one key, each statement once, in the order of both sides.
fn pick<'p, K: Ord>(
    old: &mut [Option<Said<'p>>],
    new: &[Said<'p>],
    partner: &mut [Option<Said<'p>>],
    key: impl Fn(&Said<'p>) -> Option<K>,
) {
    let mut places: BTreeMap<K, VecDeque<usize>> = BTreeMap::new();
    for (at, said) in old.iter().enumerate() {
        if let Some(key) = said.as_ref().and_then(&key) {
            places.entry(key).or_default().push_back(at);
        }
    }
    for (new, partner) in new.iter().zip(partner).filter(|(_, partner)| partner.is_none()) {
        let place = key(new).and_then(|key| places.get_mut(&key)?.pop_front());
        *partner = place.and_then(|at| old.get_mut(at)?.take());
    }
}

/// Puts together what has most entries in common.
fn likest<'p>(old: &mut [Option<Said<'p>>], new: &[Said<'p>], partner: &mut [Option<Said<'p>>]) {
    let size = |said: &Said<'_>| said.statement.actions().len() + 1;
    let left: usize = old.iter().flatten().map(size).sum();
    let open = new.iter().zip(&*partner).filter(|(_, partner)| partner.is_none());
    let open: usize = open.map(|(new, _)| size(new)).sum();
    if left.saturating_mul(open) > MOST_COMPARED {
        return;
    }
    for (new, partner) in new.iter().zip(partner).filter(|(_, partner)| partner.is_none()) {
        let best = old.iter_mut().filter(|old| old.as_ref().is_some_and(|old| old.likeness(new) > 0));
        // The first of those that are as like.
        let best = best.rev().max_by_key(|old| old.as_ref().map_or(0, |old| old.likeness(new)));
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
    /// How much two statements of one effect have in common: entries that are the same, or actions of which one covers the other.
    fn likeness(&self, other: &Self) -> usize {
        if self.elements.get("Effect") != other.elements.get("Effect") {
            return 0;
        }
        let same = self.entries.intersection(&other.entries).count();
        let covers = |one: &Self, other: &Self| {
            let (own, others) = (one.statement.actions(), other.statement.actions());
            others.iter().filter(|action| own.iter().any(|own| own.value.covers(&action.value))).count()
        };
        2 * same + covers(self, other) + covers(other, self)
    }

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
