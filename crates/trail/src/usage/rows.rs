//! Usage as tables: by event, and by IAM action.

use std::collections::BTreeMap;

use super::{Resources, Time, Usage, Use, UseKey};
use crate::resource::of_actions;
use crate::{Outcome, Principal};

/// How often a caller made a call with one outcome, whichever way it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventRow<'a> {
    pub principal: &'a str,
    pub event_source: &'a str,
    pub event_name: &'a str,
    pub outcome: Outcome,
    pub count: u64,
}

/// How a caller used one IAM action, through one way, with one outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionUse<'a> {
    pub principal: &'a Principal,
    /// In the spelling of the reference, such as `s3:GetObject`.
    pub action: &'a str,
    pub via: Option<&'a str>,
    pub outcome: Outcome,
    pub count: u64,
    pub first: Option<Time>,
    pub last: Option<Time>,
    /// What the action touched.
    pub resources: Resources,
    /// The uses it comes from.
    pub uses: Vec<(&'a UseKey, &'a Use)>,
}

impl Usage {
    /// One row for each principal, event and outcome, in that order.
    pub fn rows(&self) -> Vec<EventRow<'_>> {
        let mut counts = BTreeMap::new();
        for (principal, uses) in &self.principals {
            for (key, use_) in uses {
                let row = (principal.name(), &*key.event_source, &*key.event_name, key.outcome);
                *counts.entry(row).or_insert(0_u64) += use_.count();
            }
        }
        let row = |((principal, event_source, event_name, outcome), count)| EventRow {
            principal,
            event_source,
            event_name,
            outcome,
            count,
        };
        counts.into_iter().map(row).collect()
    }

    /// One entry for each principal, action, way and outcome, in that order. Events that stand for no action are not in it.
    pub fn by_action(&self) -> Vec<ActionUse<'_>> {
        self.principals.keys().flat_map(|principal| self.actions_of(principal.name())).collect()
    }

    /// [`Self::by_action`] for one caller.
    pub fn actions_of(&self, principal: &str) -> Vec<ActionUse<'_>> {
        let mut table = BTreeMap::new();
        let Some((principal, uses)) = self.principals.get_key_value(principal) else { return Vec::new() };
        for (key, use_) in uses {
            for (number, action) in key.mapped.actions().iter().enumerate() {
                let via = key.via.as_deref();
                let entry = table.entry((&**action, via, key.outcome)).or_insert_with(|| ActionUse {
                    principal,
                    action,
                    via,
                    outcome: key.outcome,
                    count: 0,
                    first: None,
                    last: None,
                    resources: Resources::default(),
                    uses: Vec::new(),
                });
                entry.count += use_.count();
                entry.first = [entry.first, use_.first].into_iter().flatten().min();
                entry.last = entry.last.max(use_.last);
                entry.resources.merge(use_.resources.of(of_actions(number)));
                entry.uses.push((key, use_));
            }
        }
        table.into_values().collect()
    }
}
