//! What two sides differ in as they are written.

use std::collections::BTreeMap;

use policy::tree::{Condition, Policy};

use super::Side;
use crate::wire::{ConditionCounts, EffectChange};

pub(crate) fn condition_counts(old: &Side, new: &Side) -> ConditionCounts {
    let count = |side: &Side| {
        let statements = side.policies().iter().flat_map(|policy| &policy.statements);
        statements.filter_map(|statement| statement.condition.as_ref()).flat_map(Condition::entries).count()
    };
    ConditionCounts { policy_a_conditions: count(old), policy_b_conditions: count(new) }
}

/// Statements with the same Sid that allow on one side and deny on the other.
pub(crate) fn effect_changes(old: &Side, new: &Side) -> Vec<EffectChange> {
    let (old, new) = (effects(old.policies()), effects(new.policies()));
    let changed = old.into_iter().filter_map(|(sid, before)| {
        let after = *new.get(sid)?;
        (before != after).then(|| EffectChange {
            sid: sid.to_owned(),
            policy_a: before.to_owned(),
            policy_b: after.to_owned(),
        })
    });
    changed.collect()
}

fn effects(policies: &[Policy]) -> BTreeMap<&str, &'static str> {
    let mut effects = BTreeMap::new();
    for statement in policies.iter().flat_map(|policy| &policy.statements) {
        let Some(sid) = &statement.sid else { continue };
        let effect = match (statement.allows(), statement.denies()) {
            (true, _) => "Allow",
            (_, true) => "Deny",
            _ => continue,
        };
        effects.insert(sid.value.as_str(), effect);
    }
    effects
}
