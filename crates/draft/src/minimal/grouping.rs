//! From single grants to statements: actions on the same resources under the same conditions stand together.

use std::collections::BTreeMap;

use catalog::Action;
use policy::Span;
use policy::tree::{Spanned, Statement};

use crate::Demand;
use crate::grouping::{self, Aim, Row};
use crate::statements::allow;

/// An action on one resource.
pub(super) struct Unit<'c> {
    pub(super) action: Action<'c>,
    pub(super) resource: String,
    /// Sorted.
    pub(super) demands: Vec<Demand>,
}

/// What becomes one statement.
pub(super) struct Group<'c> {
    pub(super) sid: String,
    pub(super) actions: Vec<Action<'c>>,
    pub(super) resources: Vec<String>,
    pub(super) demands: Vec<Demand>,
}

/// The statements, in the order of their first actions.
pub(super) fn grouped<'c>(units: &[Unit<'c>]) -> Vec<Group<'c>> {
    let names: Vec<String> = units.iter().map(|unit| unit.action.full_name()).collect();
    // One action first: all its resources under the same conditions.
    let mut rows: Vec<Row<'_>> = Vec::new();
    for (unit, name) in units.iter().zip(&names) {
        let same = |row: &&mut Row<'_>| row.name == name && row.demands == unit.demands;
        match rows.iter_mut().find(same) {
            Some(row) => row.resources.push(&unit.resource),
            None => rows.push(Row {
                name,
                known: Some(unit.action),
                resources: vec![&unit.resource],
                demands: &unit.demands,
            }),
        }
    }
    let of_name: BTreeMap<&str, Action<'c>> =
        names.iter().map(String::as_str).zip(units.iter().map(|unit| unit.action)).collect();
    let groups = grouping::grouped(&rows, Aim::Same).into_iter().map(|group| Group {
        sid: group.sid,
        actions: group.names.iter().filter_map(|name| of_name.get(name).copied()).collect(),
        resources: group.resources.into_iter().map(str::to_owned).collect(),
        demands: group.demands.to_vec(),
    });
    groups.collect()
}

impl Group<'_> {
    pub(super) fn statement(&self) -> Statement {
        let actions: Vec<_> = self.actions.iter().map(|action| action.full_name()).collect();
        let actions: Vec<_> = actions.iter().map(String::as_str).collect();
        let resources: Vec<_> = self.resources.iter().map(String::as_str).collect();
        let sid = Some(Spanned::new(self.sid.clone(), Span::NONE));
        Statement { sid, ..allow(&actions, &resources, &self.demands) }
    }
}
