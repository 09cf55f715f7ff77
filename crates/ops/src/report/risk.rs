//! Sensitive actions and ways to more permissions, before and after.

use catalog::Catalog;

use super::delta::Sets;
use super::waivers::{Finding, Waivers};
use crate::sensitive::{Escalation, Gravity, escalations};
use crate::wire::{
    ActionDelta, Category, CategoryChange, Counts, DeltaAction, ReportedPath, RiskChange, RiskCounts,
};

/// What becomes of the sensitive actions that are allowed, by category, and of the paths whose every step is. `wide` has the actions that
/// are allowed on resources that are not concrete.
pub(crate) fn risk(
    sets: &Sets,
    wide: &Sets,
    delta: &ActionDelta,
    gravity: &Gravity,
    waivers: &Waivers,
    catalog: &Catalog,
) -> RiskChange {
    let categories = Category::ALL.into_iter().map(|category| CategoryChange {
        category,
        counts: sets.counts(&gravity.in_category(Some(category))),
    });
    let sensitive = delta.added.iter().filter(|action| !action.categories.is_empty());
    let sensitive = sensitive.map(|action| DeltaAction {
        waived_by: waivers.waive(&Finding::action("high-risk", &action.action)),
        ..action.clone()
    });
    let (before, after) = (escalations(&sets.before, catalog), escalations(&sets.after, catalog));
    let added = without(&after, &before);
    let removed = without(&before, &after);
    let counts = RiskCounts {
        actions: sets.counts(gravity.all()),
        on_wide_resources: wide.counts(gravity.all()),
        escalation_paths: Counts {
            before: before.len(),
            after: after.len(),
            added: added.len(),
            removed: removed.len(),
        },
    };
    let waived = |path: &Escalation| {
        // Each step that is new has to be accepted.
        let is_new =
            |step: &&String| catalog.action(step).is_none_or(|action| !sets.before.contains(action.id()));
        let waived: Option<Vec<String>> = path
            .actions
            .iter()
            .filter(is_new)
            .map(|step| waivers.waive(&Finding::action("high-risk", step)))
            .collect();
        waived.and_then(|patterns| patterns.into_iter().next())
    };
    let told = |path: &Escalation, waived_by: Option<String>| ReportedPath {
        actions: path.actions.clone(),
        gain: path.gain.clone(),
        severity: path.severity,
        waived_by,
    };
    RiskChange {
        counts,
        categories: categories.collect(),
        added: sensitive.collect(),
        paths_added: added.into_iter().map(|path| told(path, waived(path))).collect(),
        paths_removed: removed.into_iter().map(|path| told(path, None)).collect(),
    }
}

fn without<'e>(these: &'e [Escalation], others: &[Escalation]) -> Vec<&'e Escalation> {
    let is_there = |path: &Escalation| others.iter().any(|other| other.actions == path.actions);
    these.iter().filter(|path| !is_there(path)).collect()
}
