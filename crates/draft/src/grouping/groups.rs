//! From rows to groups, each of which becomes a statement.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{Action, Catalog};

use super::cover::{Block, Relation, cover};
use super::reach::{Target, is_beyond};
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
pub(crate) enum Aim<'c> {
    /// Those with the same resources in the same order.
    Same,
    /// Whichever make the shortest policy, within a service.
    Shortest(&'c Catalog),
    /// Whichever make the shortest policy.
    ShortestOfAll(&'c Catalog),
}

const EVERYTHING: &str = "*";

/// The groups in the order of their rows; for the shortest ones in that of their actions, those of several services last.
pub(crate) fn grouped<'a>(rows: &[Row<'a>], aim: Aim<'_>) -> Vec<Group<'a>> {
    let mut groups = match aim {
        Aim::Same => same(rows),
        Aim::Shortest(catalog) => shortest(rows, false, catalog),
        Aim::ShortestOfAll(catalog) => shortest(rows, true, catalog),
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

fn shortest<'a>(rows: &[Row<'a>], crosses_services: bool, catalog: &Catalog) -> Vec<Group<'a>> {
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
        groups.extend(limited_groups(&limited, demands, crosses_services, catalog));
    }
    groups.sort_by(|one, other| {
        let key = |group: &Group<'a>| (group.service().is_none(), group.names.first().copied());
        (key(one), &one.resources, one.demands).cmp(&(key(other), &other.resources, other.demands))
    });
    groups
}

/// The groups of rows with the same conditions, none of which is for everything.
fn limited_groups<'a>(
    rows: &[&Row<'a>],
    demands: &'a [Demand],
    crosses_services: bool,
    catalog: &Catalog,
) -> Vec<Group<'a>> {
    let mut names: Vec<&'a str> = rows.iter().flat_map(|row| row.resources.iter().copied()).collect();
    names.sort_unstable();
    names.dedup();
    let places = |row: &&Row<'a>| -> Vec<usize> {
        let found = row.resources.iter().filter_map(|name| names.binary_search(name).ok());
        let mut places: Vec<usize> = found.collect();
        places.sort_unstable();
        places.dedup();
        places
    };
    let targets: Vec<Option<Target>> = names.iter().map(|name| Target::of(name)).collect();
    let types: Vec<_> =
        targets.iter().map(|target| target.as_ref().map(|target| target.types(catalog))).collect();
    let is_beyond = |row: usize, column: usize| {
        let action = rows.get(row).and_then(|row| row.known);
        let types = types.get(column).and_then(Option::as_ref);
        action.zip(types).is_some_and(|(action, types)| is_beyond(action, types))
    };
    let services: BTreeSet<&str> = rows.iter().map(|row| service(row.name)).collect();
    let services: Vec<&str> = services.into_iter().collect();
    let kind = |row: &&Row<'a>| {
        if crosses_services { 0 } else { services.binary_search(&service(row.name)).unwrap_or_default() }
    };
    let blocks = cover(&Relation {
        rows: rows.iter().map(places).collect(),
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
