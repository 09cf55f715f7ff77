//! The resources of grants, as few entries as the limits ask for.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{Action, Catalog};
use policy::ResourcePattern;

use super::kin::{Kin, Name, head, kin, must_be_named};
use super::told::also;
use super::tree::patterns;
use super::{Generalise, Generalised};
use crate::grant::{Grant, Widening};

/// Puts patterns in the place of resources where an action has more of a kind than the limit. Every resource that an entry
/// matched is matched by an entry afterwards.
pub(crate) fn generalise(grants: &mut [Grant], limits: Generalise, catalog: &Catalog) {
    for grant in grants {
        if grant.resources.len() > limits.limit.max(1)
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
    let mut families: BTreeMap<Kin<'_>, BTreeMap<&str, Vec<Name<'_>>>> = BTreeMap::new();
    // To tell types takes its time, and is of no use where there are few entries of any.
    let mut by_head: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for entry in entries {
        by_head.entry(head(entry).unwrap_or_default()).or_default().push(entry);
    }
    let many = by_head.into_values().filter(|entries| entries.len() > limit).flatten();
    for (kin, name) in many.filter_map(|entry| kin(entry, action)) {
        let fixed = name.text.get(..name.start).unwrap_or_default();
        families.entry(kin).or_default().entry(fixed).or_default().push(name);
    }
    let mut made = Vec::new();
    for (kin, by_start) in &families {
        let seen: usize = by_start.values().map(Vec::len).sum();
        if seen <= limit {
            continue;
        }
        for (start, names) in by_start {
            let allowed = |pattern: &str| {
                (seen > limits.whole || !kin.is_whole(pattern, start.len()))
                    && kin.holds(&kin.entry(pattern), action)
            };
            made.extend(patterns(names, limit, &allowed).into_iter().map(|(pattern, members)| {
                Generalised {
                    also: also(&kin.kind(action), kin.head, &pattern, start.len()),
                    pattern: kin.entry(&pattern),
                    covers: members
                        .iter()
                        .map(|name| name.entry.to_owned())
                        .collect::<BTreeSet<_>>()
                        .into_iter()
                        .collect(),
                }
            }));
        }
    }
    made
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
        let start = start.split(['?', '$']).next().unwrap_or_default();
        let mut pattern = None;
        for (other, entry) in grant.resources.iter().enumerate() {
            if other == at || gone.contains_key(&at) || gone.contains_key(&other) || !entry.starts_with(start)
            {
                continue;
            }
            let pattern = pattern.get_or_insert_with(|| parse(at));
            let covers = pattern.as_ref().zip(parse(other)).map(|(one, other)| one.covers(&other));
            if covers.is_some_and(policy::Answer::is_yes) {
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
