//! Which actions are allowed on something, before and after.

use catalog::{Action, ActionSet, Catalog};

use super::pairs::Named;
use super::waivers::{Finding, Waivers};
use crate::sensitive::Gravity;
use crate::wire::{ActionDelta, Counts, DeltaAction, StatementPlace};
use crate::words::Told;

/// What both sides allow, expanded through the catalogue.
pub(crate) struct Sets {
    pub(crate) before: ActionSet,
    pub(crate) after: ActionSet,
}

impl Sets {
    pub(crate) fn added(&self) -> ActionSet {
        self.after.difference(&self.before)
    }

    pub(crate) fn removed(&self) -> ActionSet {
        self.before.difference(&self.after)
    }

    /// How the actions among `those` change.
    pub(crate) fn counts(&self, those: &ActionSet) -> Counts {
        let count = |set: &ActionSet| set.intersection(those).len();
        Counts {
            before: count(&self.before),
            after: count(&self.after),
            added: count(&self.added()),
            removed: count(&self.removed()),
        }
    }
}

/// A side's statements, with the policies that they stand in.
pub(crate) type Statements<'a> = (&'a [Told<'a>], &'a [&'a Named]);

/// The actions that only one side allows.
pub(crate) fn delta(
    sets: &Sets,
    before: Statements<'_>,
    after: Statements<'_>,
    gravity: &Gravity,
    waivers: &Waivers,
    catalog: &Catalog,
) -> ActionDelta {
    let told = |action: Action<'_>, side: Statements<'_>| DeltaAction {
        action: action.full_name(),
        level: action.level().word().to_owned(),
        categories: gravity.categories(action),
        place: place(action, side),
        waived_by: None,
    };
    let added = sets.added();
    let removed = sets.removed();
    ActionDelta {
        counts: Counts {
            before: sets.before.len(),
            after: sets.after.len(),
            added: added.len(),
            removed: removed.len(),
        },
        added: added
            .actions(catalog)
            .map(|action| DeltaAction {
                waived_by: waivers.waive(&Finding::action("new-actions", &action.full_name())),
                ..told(action, after)
            })
            .collect(),
        removed: removed
            .actions(catalog)
            .map(|action| DeltaAction {
                waived_by: waivers.waive(&Finding::action("lost-actions", &action.full_name())),
                ..told(action, before)
            })
            .collect(),
    }
}

/// The first statement that allows the action.
fn place(action: Action<'_>, (told, policies): Statements<'_>) -> Option<StatementPlace> {
    let allows = |(told, _): &(&Told<'_>, &&Named)| {
        told.is_sound && told.statement.allows() && told.applying.contains(action.id())
    };
    told.iter().zip(policies).find(allows).map(|(told, named)| named.place(told.statement))
}
