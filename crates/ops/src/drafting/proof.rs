//! What a draft is held against.

use std::collections::BTreeSet;

use catalog::{Action, Catalog};
use draft::{Basis, Draft};
use eval::Prepared;
use policy::tree::PolicyKind;
use trail::{Usage, UseKey};

use super::replay::replay;
use super::{Current, NewAccess, ReplayTold};
use crate::{Context, OpError};

/// The usage that drafts were made from, and the policies that they are to take the place of.
pub(crate) struct Proof<'a> {
    pub(crate) usage: &'a Usage,
    /// What the drafts are to be. What only limits is held against the use as if all else allowed everything.
    pub(crate) kind: PolicyKind,
    pub(crate) current: Option<Current>,
}

impl Proof<'_> {
    /// None of those that take no policy.
    pub(crate) fn replay(&self, draft: &Draft, catalog: &Catalog) -> Option<ReplayTold> {
        if draft.no_policy.is_some() {
            return None;
        }
        let prepared = draft
            .policies
            .iter()
            .map(|drafted| Prepared::new(drafted.name.clone(), &drafted.policy, self.kind));
        let used = draft.grants.iter().filter(|grant| grant.basis == Basis::Used);
        let granted: BTreeSet<&str> = used.map(|grant| grant.action.as_str()).collect();
        let is_meant = |key: &UseKey| {
            let actions = key.mapped.actions().iter().filter_map(|name| catalog.action(name));
            actions.map(Action::full_name).any(|name| granted.contains(name.as_str()))
        };
        let policies: Vec<Prepared> = prepared.collect();
        let replay = replay(self.usage, &draft.members, &policies, catalog, &is_meant);
        Some(ReplayTold::of(replay, draft))
    }

    /// None unless there are current policies.
    pub(crate) fn new_access<'a>(
        &self,
        drafted: impl Iterator<Item = (&'a str, &'a str)>,
        cx: &Context,
    ) -> Result<Option<NewAccess>, OpError> {
        self.current.as_ref().map(|current| current.new_access(drafted, cx)).transpose()
    }
}
