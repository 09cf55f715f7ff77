//! From rows to groups, each of which becomes a statement.

use std::collections::{BTreeMap, BTreeSet};

use catalog::Action;

use super::cover::{Block, cover};
use super::join::join;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
        Aim::Shortest | Aim::ShortestOfAll => shortest(rows, aim),
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

fn shortest<'a>(rows: &[Row<'a>], aim: Aim) -> Vec<Group<'a>> {
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
        groups.extend(limited_groups(&limited, demands, aim));
    }
    groups.sort_by(|one, other| {
        let key = |group: &Group<'a>| (group.service().is_none(), group.names.first().copied());
        (key(one), &one.resources, one.demands).cmp(&(key(other), &other.resources, other.demands))
    });
    groups
}

/// The groups of rows with the same conditions, none of which is for everything.
fn limited_groups<'a>(rows: &[&Row<'a>], demands: &'a [Demand], aim: Aim) -> Vec<Group<'a>> {
    let names: BTreeSet<&'a str> = rows.iter().flat_map(|row| row.resources.iter().copied()).collect();
    let names: Vec<&'a str> = names.into_iter().collect();
    let places = |row: &&Row<'a>| -> Vec<usize> {
        let places: BTreeSet<usize> =
            row.resources.iter().filter_map(|name| names.binary_search(name).ok()).collect();
        places.into_iter().collect()
    };
    let relation: Vec<Vec<usize>> = rows.iter().map(places).collect();
    // With quotes and a comma.
    let row_lengths: Vec<usize> = rows.iter().map(|row| row.name.len() + 3).collect();
    let name_lengths: Vec<usize> = names.iter().map(|name| name.len() + 3).collect();
    let blocks = join(cover(&relation, &row_lengths, &name_lengths), rows, &names, aim);
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
        service_of(self.names.iter().copied())
    }
}

/// The service prefix of action names, if all have the same.
pub(super) fn service_of<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut services = names.into_iter().map(|name| name.split(':').next().unwrap_or_default());
    let first = services.next()?;
    services.all(|other| other == first).then_some(first)
}
