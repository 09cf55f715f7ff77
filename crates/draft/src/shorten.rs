//! The same grants in fewer characters: beginnings of names in the place of names, and no Sids.
//!
//! Today a beginning stands for actions of its statement only. Whatever the catalogue has beside those keeps it apart: it grows until it
//! matches nothing else, and it is never shorter than the first word of a name, so that what AWS may add under it does the same kind of thing.

use std::collections::BTreeMap;

use catalog::{Action, ActionSet, Catalog, Service};
use policy::ActionPattern;
use policy::tree::{Element, Statement};

use crate::Filter;
use crate::generalise::keeps_to_its_own;

/// Takes out Sids, and puts beginnings in the place of names where that is shorter.
pub(crate) fn shorten(statements: &mut [Statement], filter: &Filter, catalog: &Catalog) {
    for statement in statements {
        statement.sid = None;
        let names: Vec<&str> = statement.actions().iter().map(|action| action.value.as_str()).collect();
        let patterns = shortest(&names, filter, catalog);
        statement.action = Some(Element::of(patterns.iter().map(|text| ActionPattern::parse(text))));
    }
}

/// Entries of `Action` that stand for these actions and, of all others that the catalogue knows, for none; sorted.
///
/// By name stay those that the catalogue does not know, and those that manage permissions, use keys, run commands or stand on lists of
/// sensitive actions: no entry beside their own stands for them. Nor does any for what the filter refuses, even if AWS has yet to add it.
///
/// Of all ways to write the rest with a star behind beginnings this is a shortest one: an entry that stands for several is shorter than
/// any two, and the shortest beginning stands for all that longer ones do.
pub fn shortest(names: &[&str], filter: &Filter, catalog: &Catalog) -> Vec<String> {
    let mut entries = Vec::new();
    let mut by_service: BTreeMap<&str, (Service<'_>, ActionSet)> = BTreeMap::new();
    for name in names {
        match catalog.action(name).filter(|action| !keeps_to_its_own(*action)) {
            Some(action) => {
                let service = action.service();
                let (_, granted) =
                    by_service.entry(service.prefix()).or_insert_with(|| (service, ActionSet::new()));
                granted.insert(action.id());
            }
            None => entries.push((*name).to_owned()),
        }
    }
    for (service, granted) in by_service.values() {
        of_service(*service, granted, &Limits::new(*service, filter, catalog), &mut entries);
    }
    entries.sort_unstable();
    entries.dedup();
    entries
}

fn of_service(service: Service<'_>, granted: &ActionSet, limits: &Limits<'_>, entries: &mut Vec<String>) {
    let actions: Vec<Action<'_>> = service.actions().collect();
    let is_granted = |action: &Action<'_>| granted.contains(action.id());
    // In the order of names the last one before and the first one behind share most with those between.
    let mut before = "";
    let mut runs = actions.chunk_by(|one, next| is_granted(one) == is_granted(next)).peekable();
    while let Some(run) = runs.next() {
        if !run.first().is_some_and(is_granted) {
            before = run.last().map_or("", |action| action.name());
            continue;
        }
        let after = runs.peek().and_then(|next| next.first()).map_or("", |action| action.name());
        of_run(run, [before, after], limits, entries);
    }
}

/// The entries for granted actions that follow one another, between two that are not granted.
fn of_run(run: &[Action<'_>], others: [&str; 2], limits: &Limits<'_>, entries: &mut Vec<String>) {
    let mut rest = run;
    while let Some((first, further)) = rest.split_first() {
        let beginning = beginning(first.name(), others, limits);
        let alike = beginning.map_or(0, |text| further.iter().take_while(|next| begins(next, text)).count());
        match beginning {
            Some(text) if alike > 0 || text.len() + 1 < first.name().len() => {
                entries.push(limits.entry(text));
            }
            _ => entries.push(first.full_name()),
        }
        rest = further.get(alike..).unwrap_or_default();
    }
}

/// As little of the name as tells it from the others; none if one of them begins with all of it.
fn beginning<'n>(name: &'n str, others: [&str; 2], limits: &Limits<'_>) -> Option<&'n str> {
    let shared = others.into_iter().map(|other| in_common(name, other)).max().unwrap_or_default();
    let least = first_word(name).max(shared + 1);
    (least..=name.len()).filter_map(|end| name.get(..end)).find(|text| limits.take(text))
}

/// How many letters two names begin with alike: IAM does not tell capitals.
fn in_common(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(one, other)| one.eq_ignore_ascii_case(other)).count()
}

fn begins(action: &Action<'_>, beginning: &str) -> bool {
    in_common(action.name(), beginning) == beginning.len()
}

/// The length of the first word, which is what an action does: `Get` of `GetObject`.
fn first_word(name: &str) -> usize {
    let letters = name.as_bytes().windows(2);
    let end = letters.into_iter().position(
        |pair| matches!(pair, [one, next] if !one.is_ascii_uppercase() && next.is_ascii_uppercase()),
    );
    end.map_or(name.len(), |at| at + 1)
}

/// What entries of a service may stand for beside the actions that the catalogue has of it.
struct Limits<'o> {
    prefix: &'o str,
    filter: &'o Filter,
    /// Actions that AWS has and lists nowhere.
    unlisted: Vec<ActionPattern>,
}

impl<'o> Limits<'o> {
    fn new(service: Service<'o>, filter: &'o Filter, catalog: &Catalog) -> Self {
        let of_service = ActionPattern::parse(&format!("{}:*", service.prefix()));
        let unlisted = catalog.undocumented_actions().map(ActionPattern::parse);
        let unlisted = unlisted.filter(|pattern| pattern.intersects(&of_service)).collect();
        Self { prefix: service.prefix(), filter, unlisted }
    }

    fn entry(&self, beginning: &str) -> String {
        format!("{}:{beginning}*", self.prefix)
    }

    fn take(&self, beginning: &str) -> bool {
        let Filter { exclude, only, .. } = self.filter;
        if exclude.is_empty() && only.is_empty() && self.unlisted.is_empty() {
            return true;
        }
        let pattern = ActionPattern::parse(&self.entry(beginning));
        self.filter.takes_all_of(&pattern)
            && !self.unlisted.iter().any(|unlisted| unlisted.intersects(&pattern))
    }
}
