//! What is granted and was never used, before and after.

use catalog::ActionSet;

use super::delta::Sets;
use super::waivers::{Finding, Waivers};
use crate::operations::seen_actions::{Seen, State};
use crate::wire::{GrantStates, UnusedChange, UnusedCounts, UnusedGrant};

/// Counts what is granted by what usage shows of it, and lists what is granted after and was not used.
pub(crate) fn unused(sets: &Sets, seen: &Seen<'_>, waivers: &Waivers) -> UnusedChange {
    let counts = UnusedCounts { before: states(&sets.before, seen), after: states(&sets.after, seen) };
    let is_unused =
        |action: &catalog::Action<'_>| matches!(seen.state(*action), State::Unused | State::OnlyDenied);
    let unused = sets.after.actions(seen.catalog).filter(is_unused).map(|action| {
        let name = action.full_name();
        UnusedGrant {
            level: action.level().word().to_owned(),
            waived_by: waivers.waive(&Finding::action("unused", &name)),
            action: name,
        }
    });
    UnusedChange { counts, unused: unused.collect() }
}

fn states(granted: &ActionSet, seen: &Seen<'_>) -> GrantStates {
    let mut states = GrantStates::default();
    for action in granted.actions(seen.catalog) {
        states.granted += 1;
        *match seen.state(action) {
            State::Used => &mut states.used,
            State::Unused | State::OnlyDenied => &mut states.unused,
            State::Unknown(_) => &mut states.unknown,
        } += 1;
    }
    states
}
