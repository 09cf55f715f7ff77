//! Whether what is left of a policy allows all that the policy allowed of the use.

use std::collections::BTreeMap;

use catalog::Catalog;
use eval::{Prepared, Tri};
use policy::tree::{Policy, PolicyKind};
use trail::{Principal, Usage};

use crate::drafting::{Replay, replay};
use crate::wire::{LostUse, UseReplay};

/// Decides the calls by both policies, and tells what only the first allows.
pub(super) fn replayed(
    usage: &Usage,
    members: &[Principal],
    (before, after): (&Policy, &Policy),
    catalog: &Catalog,
) -> UseReplay {
    let decided = |policy: &Policy| -> Replay {
        let prepared = [Prepared::new("policy".to_owned(), policy, PolicyKind::Identity)];
        replay(usage, members, &prepared, catalog, &|_| true)
    };
    let (before, after) = (decided(before), decided(after));
    let was: BTreeMap<_, Tri> = before
        .rest
        .iter()
        .map(|one| ((one.action.as_str(), one.via.as_deref(), one.resource.as_str()), one.decision))
        .collect();
    let is_lost = |one: &&crate::drafting::Replayed| {
        let key = (one.action.as_str(), one.via.as_deref(), one.resource.as_str());
        match was.get(&key) {
            None => true,
            Some(was) => *was == Tri::Unknown && one.decision == Tri::No,
        }
    };
    let lost = after.rest.iter().filter(is_lost).map(|one| LostUse {
        action: one.action.clone(),
        resource: one.resource.clone(),
        via: one.via.clone(),
        count: one.count,
        why: one.why.clone(),
    });
    UseReplay {
        calls: after.calls,
        allowed_before: before.allowed,
        allowed_after: after.allowed,
        lost: lost.collect(),
    }
}
