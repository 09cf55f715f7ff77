//! Usage as tables: by event, and by IAM action.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{ANY_ACTION, Known, Resources, Time, Usage, Use, UseKey};
use crate::denial::Denial;
use crate::dependent::Inferred;
use crate::resource::{Origin, of_actions};
use crate::{Outcome, Principal};

/// How often a caller made a call with one outcome, whichever way it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventRow<'a> {
    pub principal: &'a str,
    pub event_source: &'a str,
    pub event_name: &'a str,
    /// As shown: never [`Outcome::Refused`].
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
    pub resources: Cow<'a, Resources>,
    /// The uses it comes from.
    pub uses: Vec<(&'a UseKey, &'a Use)>,
}

/// An action that requests of a caller called for, beside the calls themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InferredUse<'a> {
    pub inferred: &'a Inferred,
    /// None where the log does not say.
    pub resources: Resources,
    /// The uses it comes from.
    pub uses: Vec<(&'a UseKey, &'a Use)>,
}

impl ActionUse<'_> {
    /// What of it comes from some of the uses; none if from none of them.
    #[must_use]
    pub fn only(&self, is_meant: impl Fn(&UseKey, &Use) -> bool) -> Option<Self> {
        let uses: Vec<_> = self.uses.iter().copied().filter(|(key, use_)| is_meant(key, use_)).collect();
        if uses.is_empty() || uses.len() == self.uses.len() {
            return (!uses.is_empty()).then(|| self.clone());
        }
        let mut resources = Resources::default();
        for (key, use_) in &uses {
            let own = actions(key, use_).into_iter().filter(|(action, _)| *action == self.action);
            own.for_each(|(_, own)| resources.merge(own.into_owned()));
        }
        Some(Self {
            count: uses.iter().map(|(_, use_)| use_.count()).sum(),
            first: uses.iter().filter_map(|(_, use_)| use_.first).min(),
            last: uses.iter().filter_map(|(_, use_)| use_.last).max(),
            resources: Cow::Owned(resources),
            uses,
            ..*self
        })
    }
}

impl InferredUse<'_> {
    /// What of it comes from some of the uses; none if from none of them.
    #[must_use]
    pub fn only(&self, is_meant: impl Fn(&UseKey, &Use) -> bool) -> Option<Self> {
        let uses: Vec<_> = self.uses.iter().copied().filter(|(key, use_)| is_meant(key, use_)).collect();
        let mut resources = Resources::default();
        for own in uses.iter().filter_map(|(_, use_)| use_.inferred.get(self.inferred)) {
            resources.merge(own.clone());
        }
        (!uses.is_empty()).then_some(Self { inferred: self.inferred, resources, uses })
    }
}

impl Usage {
    /// One row for each principal, event and outcome, in that order.
    pub fn rows(&self) -> Vec<EventRow<'_>> {
        let mut counts = BTreeMap::new();
        for (principal, uses) in &self.principals {
            for (key, use_) in uses {
                let row = (principal.name(), &*key.event_source, &*key.event_name, key.outcome.shown());
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
    ///
    /// Where messages say which action a denied call lacked, that one counts in place of those that the event stands for:
    /// to create a function may fail for `iam:PassRole`. [`UseKey::mapped`] still tells the latter.
    pub fn actions_of(&self, principal: &str) -> Vec<ActionUse<'_>> {
        let mut table = BTreeMap::new();
        let Some((principal, uses)) = self.principals.get_key_value(principal) else { return Vec::new() };
        for (key, use_) in uses {
            for (action, resources) in actions(key, use_) {
                let via = key.via.as_deref();
                match table.entry((action, via, key.outcome)) {
                    Entry::Vacant(place) => drop(place.insert(ActionUse {
                        principal,
                        action,
                        via,
                        outcome: key.outcome,
                        count: use_.count(),
                        first: use_.first,
                        last: use_.last,
                        resources,
                        uses: vec![(key, &**use_)],
                    })),
                    Entry::Occupied(mut known) => known.get_mut().add(key, use_, resources),
                }
            }
        }
        table.into_values().collect()
    }

    /// What the requests of a caller called for beside the calls, of calls that were not refused, in the order of [`Inferred`].
    pub fn inferred_of(&self, principal: &str) -> Vec<InferredUse<'_>> {
        let mut table: BTreeMap<&Inferred, InferredUse<'_>> = BTreeMap::new();
        let uses = self.uses(principal).into_iter().flatten();
        for (key, use_) in uses.filter(|(key, _)| !key.outcome.is_refusal()) {
            for (inferred, resources) in use_.inferred.iter() {
                let new = || InferredUse { inferred, resources: Resources::default(), uses: Vec::new() };
                let entry = table.entry(inferred).or_insert_with(new);
                entry.resources.merge(resources.clone());
                entry.uses.push((key, use_));
            }
        }
        table.into_values().collect()
    }
}

impl<'a> ActionUse<'a> {
    fn add(&mut self, key: &'a UseKey, use_: &'a Use, resources: Cow<'a, Resources>) {
        self.count += use_.count();
        self.first = [self.first, use_.first].into_iter().flatten().min();
        self.last = self.last.max(use_.last);
        self.resources.to_mut().merge(resources.into_owned());
        self.uses.push((key, use_));
    }
}

/// The actions that a use counts for, each with its resources.
fn actions<'a>(key: &'a UseKey, use_: &'a Use) -> Vec<(&'a str, Cow<'a, Resources>)> {
    let mapped = key.mapped.actions().iter().enumerate();
    let mapped = mapped.map(|(number, action)| (&**action, use_.resources.of(of_actions(number))));
    let denials = &use_.denials;
    let is_silent = |denial: &Denial| denial.action.is_none();
    if !key.outcome.is_refusal() || denials.is_empty() {
        return mapped.collect();
    }
    let names = |action: &str| {
        denials.iter().filter_map(|denial| denial.action.as_deref()).any(|name| name == action)
    };
    let any_may_be_meant = denials.is_truncated() || denials.iter().any(is_silent);
    let mut found: Vec<_> = mapped.filter(|(action, _)| any_may_be_meant || names(action)).collect();
    for denial in denials.iter() {
        let Some(action) = denial.action.as_deref() else { continue };
        if key.mapped.actions().iter().any(|mapped| **mapped == *action) {
            continue;
        }
        let mut resources = Resources::default();
        if let Some(arn) = &denial.resource {
            resources.insert(arn, Known { origin: Origin::MESSAGE, of: ANY_ACTION });
        }
        match found.iter_mut().find(|(name, _)| *name == action) {
            Some((_, known)) => known.to_mut().merge(resources),
            None => found.push((action, Cow::Owned(resources))),
        }
    }
    found
}
