//! The resources of grants, as few entries as the limits ask for.

use std::collections::BTreeMap;

use catalog::{Action, Kinds};
use policy::{ARN_PARTS, ResourcePattern, arn_parts, is_prefix};

use super::kin::{Kin, Name, head, is_given, is_of_ids, kin_under, must_be_named};
use super::told::also;
use super::tree::patterns;
use super::{Generalise, Generalised};
use crate::grant::{Grant, Widening};

/// Puts patterns in the place of resources where an action has more of a kind than the limit. Every resource that an entry
/// matched is matched by an entry afterwards. The actions are those of the grants as the catalogue has them.
pub(crate) fn generalise(grants: &mut [Grant], actions: &[Option<Action<'_>>], limits: Generalise) {
    for (grant, action) in grants.iter_mut().zip(actions) {
        if grant.resources.len() > limits.limit.min(limits.ids).max(1)
            && let Some(action) = action.filter(|action| !must_be_named(*action))
        {
            of_grant(grant, action, limits);
        }
        drop_covered(grant);
    }
}

fn of_grant(grant: &mut Grant, action: Action<'_>, limits: Generalise) {
    // What was made with other limits is made anew from what was seen.
    grant.widened.retain(|why| {
        let Widening::Generalised(told) = why else { return true };
        grant.resources.retain(|entry| *entry != told.pattern);
        grant.resources.extend(told.covers.iter().cloned());
        false
    });
    grant.resources.sort();
    let made = made(&grant.resources, action, limits);
    let mut covered: Vec<&String> = made.iter().flat_map(|told| &told.covers).collect();
    covered.sort();
    grant.resources.retain(|entry| covered.binary_search(&entry).is_err());
    for told in made {
        grant.resources.push(told.pattern.clone());
        grant.widened.push(Widening::Generalised(told));
    }
    grant.resources.sort();
    grant.resources.dedup();
    grant.widened.sort();
}

/// The patterns for entries that are sorted.
fn made(entries: &[String], action: Action<'_>, limits: Generalise) -> Vec<Generalised> {
    let limit = limits.limit.max(1);
    let kinds = action.kinds();
    let mut families: Vec<(Kin<'_>, BTreeMap<&str, Vec<Name<'_>>>)> = Vec::new();
    // To tell types takes its time, and is of no use where there are few entries of any.
    let few = |head: &str| if is_of_ids(head) { limit.min(limits.ids.max(1)) } else { limit };
    for (head, entries) in by_head(entries).filter(|(head, entries)| entries.len() > few(head)) {
        let first = families.len();
        for (kin, name) in entries.iter().filter_map(|entry| kin_under(head, entry, &kinds)) {
            let fixed = name.text.get(..name.start).unwrap_or_default();
            let known = families.iter().skip(first).position(|(known, _)| *known == kin);
            let place = known.map_or(families.len(), |known| first + known);
            if known.is_none() {
                families.push((kin, BTreeMap::new()));
            }
            if let Some((_, by_start)) = families.get_mut(place) {
                by_start.entry(fixed).or_default().push(name);
            }
        }
    }
    let mut made = Vec::new();
    for (kin, by_start) in &mut families {
        made.extend(
            by_start.iter_mut().filter_map(|(start, names)| given(kin, start, names, action, &kinds, limits)),
        );
        let seen: usize = by_start.values().map(Vec::len).sum();
        if seen <= limit {
            continue;
        }
        for (start, names) in &*by_start {
            let allowed = |pattern: &str| {
                (seen > limits.whole || !kin.is_whole(pattern, start.len()))
                    && kin.holds(&kin.entry(pattern), &kinds)
            };
            made.extend(
                patterns(names, limit, &allowed)
                    .into_iter()
                    .map(|(pattern, members)| of_names(kin, action, &pattern, start.len(), &members)),
            );
        }
    }
    made
}

/// Sorted entries in runs that have all of an ARN but its resource part in common; those that are no ARN are left out.
fn by_head(mut entries: &[String]) -> impl Iterator<Item = (&str, &[String])> {
    std::iter::from_fn(move || {
        loop {
            let (first, behind) = entries.split_first()?;
            let Some(head) = head(first) else {
                entries = behind;
                continue;
            };
            let count = entries.iter().take_while(|entry| entry.starts_with(head)).count();
            let (run, behind) = entries.split_at_checked(count)?;
            entries = behind;
            return Some((head, run));
        }
    })
}

/// All of the type, in place of the names, if AWS gave too many of them.
fn given(
    kin: &Kin<'_>,
    start: &str,
    names: &mut Vec<Name<'_>>,
    action: Action<'_>,
    kinds: &Kinds<'_>,
    limits: Generalise,
) -> Option<Generalised> {
    if !kin.is_of_ids() {
        return None;
    }
    let given = names.iter().filter(|name| is_given(name)).count();
    let pattern = format!("{start}*");
    if given <= limits.ids.max(1) || !kin.holds(&kin.entry(&pattern), kinds) {
        return None;
    }
    Some(of_names(kin, action, &pattern, start.len(), &std::mem::take(names)))
}

fn of_names(
    kin: &Kin<'_>,
    action: Action<'_>,
    pattern: &str,
    start: usize,
    names: &[Name<'_>],
) -> Generalised {
    let mut covers: Vec<&str> = names.iter().map(|name| name.entry).collect();
    covers.sort_unstable();
    covers.dedup();
    Generalised {
        also: also(&kin.kind(action), kin.head, pattern, start),
        pattern: kin.entry(pattern),
        covers: covers.into_iter().map(str::to_owned).collect(),
    }
}

/// Leaves out entries that another entry of the grant matches with all they match.
fn drop_covered(grant: &mut Grant) {
    let open: Vec<(usize, &str)> = grant
        .resources
        .iter()
        .enumerate()
        .filter_map(|(at, entry)| Some((at, entry.get(..entry.find('*')?)?)))
        .collect();
    if open.is_empty() || grant.resources.len() < 2 {
        return;
    }
    let parse = |at: usize| grant.resources.get(at).map(|entry| ResourcePattern::with_variables(entry));
    let mut gone: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, start) in open {
        let whole = grant.resources.get(at).map(String::as_str).unwrap_or_default();
        let is_prefix = is_prefix(whole);
        let start = start.split(['?', '$']).next().unwrap_or_default();
        let mut pattern = None;
        let first = grant.resources.partition_point(|entry| entry.as_str() < start);
        let alike = grant.resources.iter().enumerate().skip(first);
        for (other, entry) in alike.take_while(|(_, entry)| entry.starts_with(start)) {
            if other == at || gone.contains_key(&at) || gone.contains_key(&other) {
                continue;
            }
            let mut covers = || {
                let pattern = pattern.get_or_insert_with(|| parse(at));
                pattern.as_ref().zip(parse(other)).is_some_and(|(one, other)| one.covers(&other).is_yes())
            };
            if is_prefix || (begins_alike(whole, entry) && covers()) {
                gone.insert(other, at);
            }
        }
    }
    if gone.is_empty() {
        return;
    }
    let last = |mut by: usize| {
        while let Some(next) = gone.get(&by) {
            by = *next;
        }
        by
    };
    let moved: Vec<(String, String)> = gone
        .iter()
        .filter_map(|(gone, by)| {
            Some((grant.resources.get(*gone)?.clone(), grant.resources.get(last(*by))?.clone()))
        })
        .collect();
    let mut at = 0;
    grant.resources.retain(|_| {
        at += 1;
        !gone.contains_key(&(at - 1))
    });
    tell_anew(grant, &moved);
}

/// Whether each part of an entry begins with the letters that the part of a pattern begins with: else the pattern does not cover it.
fn begins_alike(pattern: &str, entry: &str) -> bool {
    let (pattern, entry) = match (arn_parts(pattern), arn_parts(entry)) {
        // Within variables there are colons, too.
        ((own, ARN_PARTS), (other, ARN_PARTS)) if !pattern.contains("${") && !entry.contains("${") => {
            (own, other)
        }
        _ => return true,
    };
    let letters = |part: &'_ str| part.find(['*', '?', '$']).unwrap_or(part.len());
    pattern
        .iter()
        .zip(entry)
        .rev()
        .all(|(own, other)| own.get(..letters(own)).is_some_and(|own| other.starts_with(own)))
}

/// What patterns stand for that others took in is said of those.
fn tell_anew(grant: &mut Grant, moved: &[(String, String)]) {
    for (gone, by) in moved {
        let is_of =
            |why: &Widening, entry: &str| matches!(why, Widening::Generalised(told) if told.pattern == entry);
        let at = grant.widened.iter().position(|why| is_of(why, gone));
        let covers = match at.map(|at| grant.widened.remove(at)) {
            Some(Widening::Generalised(told)) => told.covers,
            _ => vec![gone.clone()],
        };
        if let Some(Widening::Generalised(told)) = grant.widened.iter_mut().find(|why| is_of(why, by)) {
            told.covers.extend(covers);
            told.covers.sort();
            told.covers.dedup();
        }
    }
    grant.widened.sort();
}
