//! Entries of a list that another entry of it makes needless.

use std::collections::{HashMap, HashSet};

use policy::tree::{Element, Form, Spanned};
use policy::{ActionPattern, Fix, ResourcePattern, Safety, Span};

use crate::budget::{Budget, Limit, MOST_FINDINGS};
use crate::wildcards::is_several_stars;
use crate::{Cx, removal};

/// Two patterns of a kind, and how they are compared.
pub(crate) trait Pattern {
    fn text(&self) -> &str;
    /// Equal for patterns that differ only in ways that do not matter.
    fn key(&self) -> String;
    /// Whether `self` matches all that the other does, and it is certain.
    fn covers(&self, other: &Self) -> bool;
    /// Whether the text of `other` begins as every pattern must that this one covers, whose first letters are `start`.
    fn begins(other: &str, start: &str) -> bool;
}

impl Pattern for ActionPattern {
    fn text(&self) -> &str {
        self.as_str()
    }

    fn key(&self) -> String {
        self.as_str().to_ascii_lowercase()
    }

    fn covers(&self, other: &Self) -> bool {
        // What is malformed stands for nothing and is covered by all; other checks speak of it.
        let is_sound = |pattern: &Self| pattern.is_everything() || pattern.service().is_some();
        is_sound(self) && is_sound(other) && self.covers(other)
    }

    fn begins(other: &str, start: &str) -> bool {
        other.get(..start.len()).is_some_and(|letters| letters.eq_ignore_ascii_case(start))
    }
}

impl Pattern for ResourcePattern {
    fn text(&self) -> &str {
        self.as_str()
    }

    fn key(&self) -> String {
        self.as_str().to_owned()
    }

    fn covers(&self, other: &Self) -> bool {
        // How AWS reads fewer than six parts is not documented.
        !self.is_short() && !other.is_short() && self.covers(other).is_yes()
    }

    fn begins(other: &str, start: &str) -> bool {
        other.starts_with(start)
    }
}

/// Reports each entry that an equal one before it, or a wider one anywhere, already covers.
pub(crate) fn report<T: Pattern>(cx: &mut Cx<'_>, element: Option<&Element<T>>) {
    let Some(element) = element.filter(|element| element.form == Form::List && element.items.len() > 1)
    else {
        return;
    };
    for (needless, cover) in covered(&element.items, &cx.budget) {
        let text = needless.value.text();
        let message = if text == cover.value.text() {
            format!("`{text}` is listed twice")
        } else {
            format!("`{text}` is covered by `{}`", cover.value.text())
        };
        report_one(cx, needless.span, message, cover.span);
    }
}

fn report_one(cx: &mut Cx<'_>, needless: Span, message: String, cover: Span) {
    let removed = removal::items(cx, &[needless]);
    let finding = cx.report(needless, message).label(cover, "this is enough").help("remove it");
    if let Some(edits) = removed {
        finding.fix(Fix { title: "remove the needless entry".to_owned(), safety: Safety::Safe, edits });
    }
}

/// The needless entries in their order, each with one that makes it so. What covers is never itself needless because of what it
/// covers: of equal entries the first stays.
fn covered<'a, T: Pattern>(
    items: &'a [Spanned<T>],
    budget: &Budget,
) -> Vec<(&'a Spanned<T>, &'a Spanned<T>)> {
    let mut found = Vec::new();
    let mut first = HashMap::new();
    let mut known = HashSet::new();
    let wide: Vec<_> = items
        .iter()
        .enumerate()
        .filter_map(|(at, item)| Some((at, item, start(item)?)))
        .filter(|(_, item, _)| known.insert(item.value.key()))
        .collect();
    for (at, item) in items.iter().enumerate() {
        if let Some(earlier) = first.get(&item.value.key()) {
            found.push((item, *earlier));
            continue;
        }
        first.insert(item.value.key(), item);
        let covers = |(other, cover, start): &&(usize, &'a Spanned<T>, &str)| {
            if *other == at || !budget.allows(1) || !T::begins(item.value.text(), start) {
                return false;
            }
            let is_covered = !is_several_stars(cover.value.text())
                && budget.allows_comparing(cover.value.text().len(), item.value.text().len())
                && cover.value.covers(&item.value);
            is_covered && (*other < at || !item.value.covers(&cover.value))
        };
        if let Some((_, cover, _)) = wide.iter().find(covers) {
            found.push((item, *cover));
        }
        if budget.reached() == Some(Limit::Steps) || found.len() > MOST_FINDINGS {
            break;
        }
    }
    found
}

/// The letters before the first wildcard or variable; none for a pattern without one, which covers nothing but itself.
fn start<T: Pattern>(item: &Spanned<T>) -> Option<&str> {
    let text = item.value.text();
    text.get(..text.find(['*', '?', '$'])?)
}
