//! One use: one event of one caller with one outcome, and everything known about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::rare::Empty;
use super::{AssumedRoles, Capped, Context, EventIdText, EventIds, Rare, Resources, Time};
use crate::denial::Denial;
use crate::dependent::Inferred;
use crate::map::Mapped;
use crate::record::Outcome;

/// Event ids kept as evidence.
const EVIDENCE: usize = 3;
/// Regions, accounts and error codes kept; there are not so many regions, nor codes for one call.
const FEW: usize = 64;
/// Different ways of being denied kept for one call.
const DENIALS: usize = 32;

/// What was used, in which way and with which outcome.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UseKey {
    /// As logged, such as `s3.amazonaws.com`.
    pub event_source: Arc<str>,
    /// As logged, without blanks around it.
    pub event_name: Arc<str>,
    /// The service that made the call with the caller's permissions (forward access).
    pub via: Option<Arc<str>>,
    pub outcome: Outcome,
    pub mapped: Mapped,
}

/// What is known about all events of one key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Use {
    pub ids: EventIds,
    /// Events that had no id: they cannot be told apart, so merging adds them up.
    pub without_id: u64,
    pub first: Option<Time>,
    pub last: Option<Time>,
    pub regions: Capped<Arc<str>, FEW>,
    /// The accounts that received the call.
    pub accounts: Capped<Arc<str>, FEW>,
    pub error_codes: Rare<Capped<Arc<str>, FEW>>,
    pub resources: Resources,
    /// What the requests called for beside the call: roles passed, keys used. As many as the catalogue has needs for the event.
    pub inferred: Rare<BTreeMap<Inferred, Resources>>,
    /// What the error messages of denied calls say.
    pub denials: Rare<Capped<Denial, DENIALS>>,
    /// What requests for sessions of roles said; of those, a role that is not named here may have been meant if it is cut off.
    pub assumed: Rare<AssumedRoles>,
    pub context: Context,
    /// The smallest event ids, to look the events up.
    pub evidence: Capped<EventIdText, EVIDENCE>,
}

impl Empty for BTreeMap<Inferred, Resources> {
    const EMPTY: &'static Self = &Self::new();
}

impl Use {
    /// How many different events.
    pub fn count(&self) -> u64 {
        (self.ids.len() as u64).saturating_add(self.without_id)
    }

    pub(crate) fn seen(&mut self, time: Time) {
        self.first = Some(self.first.map_or(time, |first| first.min(time)));
        self.last = Some(self.last.map_or(time, |last| last.max(time)));
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.ids.merge(other.ids);
        self.without_id = self.without_id.saturating_add(other.without_id);
        for time in [other.first, other.last].into_iter().flatten() {
            self.seen(time);
        }
        self.regions.merge(other.regions);
        self.accounts.merge(other.accounts);
        self.error_codes.merge_by(other.error_codes, Capped::merge);
        self.resources.merge(other.resources);
        self.inferred.merge_by(other.inferred, |mine, other| {
            for (inferred, resources) in other {
                mine.entry(inferred).or_default().merge(resources);
            }
        });
        self.denials.merge_by(other.denials, Capped::merge);
        self.assumed.merge_by(other.assumed, Capped::merge);
        self.context.merge(other.context);
        self.evidence.merge(other.evidence);
    }
}
