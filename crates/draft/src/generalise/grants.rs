//! The resources of grants, as few entries as the limits ask for.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{Action, Catalog, Kinds};
use policy::{ARN_PARTS, ResourcePattern, arn_parts};

use super::kin::{Kin, Name, head, kin, must_be_named};
use super::told::also;
use super::tree::patterns;
use super::{Generalise, Generalised};
use crate::grant::{Grant, Widening};
use crate::grants::is_plain;

/// Puts patterns in the place of resources where an action has more of a kind than the limit. Every resource that an entry
/// matched is matched by an entry afterwards.
pub(crate) fn generalise(grants: &mut [Grant], limits: Generalise, catalog: &Catalog) {
    for grant in grants {
        if grant.resources.len() > limits.limit.min(limits.ids).max(1)
            && let Some(action) = catalog.action(&grant.action).filter(|action| !must_be_named(*action))
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
    let made = made(&grant.resources, action, limits);
    for told in made {
        let covers: BTreeSet<&String> = told.covers.iter().collect();
        grant.resources.retain(|entry| !covers.contains(entry));
        grant.resources.push(told.pattern.clone());
        grant.widened.push(Widening::Generalised(told));
    }
    grant.resources.sort();
    grant.resources.dedup();
    grant.widened.sort();
}

fn made(entries: &[String], action: Action<'_>, limits: Generalise) -> Vec<Generalised> {
    let limit = limits.limit.max(1);
    let kinds = action.kinds();
    let mut families: BTreeMap<Kin<'_>, BTreeMap<&str, Vec<Name<'_>>>> = BTreeMap::new();
    // To tell types takes its time, and is of no use where there are few entries of any.
    let mut by_head: Vec<(&str, &str)> =
        entries.iter().map(|entry| (head(entry).unwrap_or_default(), entry.as_str())).collect();
    by_head.sort_by_key(|(head, _)| *head);
    let many = by_head.chunk_by(|(one, _), (next, _)| one == next);
    let many = many.filter(|entries| entries.len() > limit.min(limits.ids.max(1))).flatten();
    for (kin, name) in many.filter_map(|(_, entry)| kin(entry, &kinds)) {
        let fixed = name.text.get(..name.start).unwrap_or_default();
        families.entry(kin).or_default().entry(fixed).or_default().push(name);
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

/// All of the type, in place of the names, if AWS gave too many of them.
fn given(
    kin: &Kin<'_>,
    start: &str,
    names: &mut Vec<Name<'_>>,
    action: Action<'_>,
    kinds: &Kinds<'_>,
    limits: Generalise,
) -> Option<Generalised> {
    let given = names.iter().filter(|name| kin.is_given(name)).count();
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
    let covers: BTreeSet<&str> = names.iter().map(|name| name.entry).collect();
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
        for (other, _) in alike.take_while(|(_, entry)| entry.starts_with(start)) {
            if other == at || gone.contains_key(&at) || gone.contains_key(&other) {
                continue;
            }
            let mut covers = || {
                let pattern = pattern.get_or_insert_with(|| parse(at));
                pattern.as_ref().zip(parse(other)).is_some_and(|(one, other)| one.covers(&other).is_yes())
            };
            if is_prefix || covers() {
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

/// Whether an entry matches just what begins as it does: its only wildcard is the star that it ends with, behind some of a name.
fn is_prefix(entry: &str) -> bool {
    let Some(prefix) = entry.strip_suffix('*').filter(|prefix| is_plain(prefix)) else { return false };
    let ([.., resource], count) = arn_parts(prefix);
    count == ARN_PARTS && !resource.is_empty()
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
