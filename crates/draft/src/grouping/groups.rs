//! From rows to groups, each of which becomes a statement.

use std::collections::{BTreeMap, BTreeSet};

use catalog::Action;

use super::cover::{Block, Relation, cover};
use super::reach::Reach;
use super::sid::Sids;
use crate::Demand;

/// What one action is to be allowed on.
#[derive(Debug, Clone)]
pub(crate) struct Row<'a> {
    pub(crate) name: &'a str,
    pub(crate) known: Option<Action<'a>>,
    pub(crate) resources: Vec<&'a str>,
    /// Sorted.
    pub(crate) demands: &'a [Demand],
}

/// What becomes one statement.
#[derive(Debug, Clone)]
pub(crate) struct Group<'a> {
    pub(crate) sid: String,
    pub(crate) names: Vec<&'a str>,
    pub(crate) known: Vec<Action<'a>>,
    pub(crate) resources: Vec<&'a str>,
    pub(crate) demands: &'a [Demand],
}

/// Which rows may share a group.
#[derive(Clone, Copy)]
pub(crate) enum Aim {
    /// Those with the same resources in the same order.
    Same,
    /// Whichever make the shortest policy, within a service.
    Shortest,
    /// Whichever make the shortest policy.
    ShortestOfAll,
}

const EVERYTHING: &str = "*";

/// The groups in the order of their rows; for the shortest ones in that of their actions, those of several services last.
pub(crate) fn grouped<'a>(rows: &[Row<'a>], aim: Aim) -> Vec<Group<'a>> {
    let mut groups = match aim {
        Aim::Same => same(rows),
        Aim::Shortest => shortest(rows, false),
        Aim::ShortestOfAll => shortest(rows, true),
    };
    let mut sids = Sids::default();
    for group in &mut groups {
        group.sid = sids.next(group);
    }
    groups
}

fn same<'a>(rows: &[Row<'a>]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for row in rows {
        let known =
            groups.iter_mut().find(|group| group.resources == row.resources && group.demands == row.demands);
        match known {
            Some(group) => {
                group.names.push(row.name);
                group.known.extend(row.known);
            }
            None => groups.push(Group::of(&[row], row.resources.clone(), row.demands)),
        }
    }
    groups
}

fn shortest<'a>(rows: &[Row<'a>], crosses_services: bool) -> Vec<Group<'a>> {
    let mut by_demands: BTreeMap<&[Demand], BTreeMap<&str, Row<'a>>> = BTreeMap::new();
    for row in rows {
        // An action may be granted on several grounds.
        let of_demands = by_demands.entry(row.demands).or_default();
        let known =
            of_demands.entry(row.name).or_insert_with(|| Row { resources: Vec::new(), ..row.clone() });
        known.resources.extend(&row.resources);
    }
    let mut groups = Vec::new();
    for (demands, rows) in by_demands {
        let (open, limited): (Vec<_>, Vec<_>) =
            rows.values().partition(|row| row.resources.contains(&EVERYTHING));
        groups.extend((!open.is_empty()).then(|| Group::of(&open, vec![EVERYTHING], demands)));
        groups.extend(limited_groups(&limited, demands, crosses_services));
    }
    groups.sort_by(|one, other| {
        let key = |group: &Group<'a>| (group.service().is_none(), group.names.first().copied());
        (key(one), &one.resources, one.demands).cmp(&(key(other), &other.resources, other.demands))
    });
    groups
}

/// The groups of rows with the same conditions, none of which is for everything.
fn limited_groups<'a>(rows: &[&Row<'a>], demands: &'a [Demand], crosses_services: bool) -> Vec<Group<'a>> {
    let (names, places) = numbered(rows);
    let reach = Reach::new(rows.iter().map(|row| row.known).collect(), &names);
    let is_beyond = |row: usize, column: usize| reach.is_beyond(row, column);
    let services: BTreeSet<&str> = rows.iter().map(|row| service(row.name)).collect();
    let services: Vec<&str> = services.into_iter().collect();
    let kind = |row: &&Row<'a>| {
        if crosses_services { 0 } else { services.binary_search(&service(row.name)).unwrap_or_default() }
    };
    let blocks = cover(&Relation {
        rows: places,
        // With quotes and a comma.
        row_lengths: rows.iter().map(|row| row.name.len() + 3).collect(),
        column_lengths: names.iter().map(|name| name.len() + 3).collect(),
        kinds: rows.iter().map(kind).collect(),
        is_beyond: &is_beyond,
    });
    let group = |Block { rows: own, columns }: Block| {
        let own: Vec<_> = own.iter().filter_map(|row| rows.get(*row).copied()).collect();
        Group::of(&own, columns.iter().filter_map(|column| names.get(*column).copied()).collect(), demands)
    };
    blocks.into_iter().map(group).collect()
}

/// The resources of the rows in order, and of each row the numbers of its own.
fn numbered<'a>(rows: &[&Row<'a>]) -> (Vec<&'a str>, Vec<Vec<usize>>) {
    // Many rows have the same.
    let mut lists: Vec<&[&'a str]> = Vec::new();
    let list_of: Vec<usize> = rows
        .iter()
        .map(|row| {
            let known = lists.iter().position(|list| *list == row.resources);
            known.unwrap_or_else(|| {
                lists.push(&row.resources);
                lists.len() - 1
            })
        })
        .collect();
    let mut all: Vec<(&'a str, usize)> = Vec::new();
    for (at, list) in lists.iter().enumerate() {
        all.extend(list.iter().map(|name| (*name, at)));
    }
    // Each list is in order by itself, which a stable sort makes use of.
    all.sort_by_key(|(name, _)| *name);
    let mut names: Vec<&'a str> = Vec::new();
    let mut places = vec![Vec::new(); lists.len()];
    for (name, list) in all {
        if names.last() != Some(&name) {
            names.push(name);
        }
        if let Some(own) = places.get_mut(list).filter(|own| own.last() != Some(&(names.len() - 1))) {
            own.push(names.len() - 1);
        }
    }
    (names, list_of.iter().filter_map(|list| places.get(*list).cloned()).collect())
}

impl<'a> Group<'a> {
    fn of(rows: &[&Row<'a>], resources: Vec<&'a str>, demands: &'a [Demand]) -> Self {
        let mut names: Vec<_> = rows.iter().map(|row| row.name).collect();
        let mut known: Vec<_> = rows.iter().filter_map(|row| row.known).collect();
        if rows.len() > 1 {
            names.sort_unstable();
            names.dedup();
            known.sort_by_key(|action| action.id());
            known.dedup();
        }
        Self { sid: String::new(), names, known, resources, demands }
    }

    /// The service of all the actions, if it is one.
    pub(crate) fn service(&self) -> Option<&'a str> {
        let mut services = self.names.iter().map(|name| service(name));
        let first = services.next()?;
        services.all(|other| other == first).then_some(first)
    }
}

/// The service prefix of an action's name.
fn service(name: &str) -> &str {
    name.split(':').next().unwrap_or_default()
}
