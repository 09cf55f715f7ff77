//! All figures of one pair of policies.

use catalog::ActionSet;

use super::about::{About, Used};
use super::cases::cases;
use super::concrete::concreteness;
use super::delta::{Sets, delta};
use super::pairs::{Named, Pair};
use super::proof::proof;
use super::replayed::replayed;
use super::requests::{Sides, held};
use super::risk::risk;
use super::touched::touched;
use super::unused::unused;
use crate::OpError;
use crate::operations::seen_actions::Seen;
use crate::wire::{ConcretenessChange, ReportedPair};
use crate::words::{self, Reach, Reading, Told};

/// What is measured of a pair.
pub(crate) struct Measured {
    pub(crate) pair: ReportedPair,
    /// Before and after, without actions that are waived: the share, and the number of actions.
    pub(crate) concreteness: [(Option<f64>, usize); 2],
    pub(crate) notes: Vec<String>,
}

/// Measures a pair; `is_only` says whether the report is about no other.
pub(crate) fn measure(pair: &Pair, is_only: bool, about: &About<'_>) -> Result<Measured, OpError> {
    let catalog = about.catalog;
    let (told_before, named_before) = statements(&pair.before, pair, about)?;
    let (told_after, named_after) = statements(&pair.after, pair, about)?;
    let (before, after) = (Reach::of(&told_before, catalog), Reach::of(&told_after, catalog));
    let sets = Sets { before: before.allowed.clone(), after: after.allowed.clone() };
    let proof = proof(pair, about)?;
    let none = ActionSet::new();
    let (loose_before, wide_before) = concreteness(&told_before, &before, &none, catalog);
    let (loose_after, wide_after) = concreteness(&told_after, &after, &none, catalog);
    let wide = Sets { before: wide_before, after: wide_after };
    let allowed_actions = delta(
        &sets,
        (&told_before, &named_before),
        (&told_after, &named_after),
        about.gravity,
        about.waivers,
        catalog,
    );
    let mut shares = [&loose_before, &loose_after].map(|found| (found.ratio, found.actions));
    let accepted = accepted(&sets, about);
    if !accepted.is_empty() {
        let share = |told: &[Told<'_>], reach: &Reach<'_, '_>| {
            let measured = concreteness(told, reach, &accepted, catalog).0;
            (measured.ratio, measured.actions)
        };
        shares = [share(&told_before, &before), share(&told_after, &after)];
    }
    let sides = Sides {
        before: held(&pair.before, pair.kind, about.around)?,
        after: held(&pair.after, pair.kind, about.around)?,
    };
    let used = about
        .used
        .as_ref()
        .map(|used| of_pair(used, pair, is_only))
        .filter(|used| pair.is_of_principals() && (is_only || !used.principals.is_empty()));
    let replayed = used.as_ref().map(|used| replayed(&sides, used, about)).transpose()?;
    let granted_but_unused = used.map(|used| {
        let seen = Seen::of(used.usage, &used.principals, catalog);
        unused(&sets, &seen, about.waivers)
    });
    let reported = ReportedPair {
        name: pair.name.clone(),
        before: paths(&pair.before),
        after: paths(&pair.after),
        kind: pair.kind.into(),
        high_risk: risk(&sets, &wide, &allowed_actions, about.gravity, about.waivers, catalog),
        allowed_actions,
        new_access: proof.new_access,
        new_access_beside_waivers: proof.beside_waivers,
        removed_access: proof.removed_access,
        regions: proof.regions,
        regions_complete: proof.regions_complete,
        resource_concreteness: ConcretenessChange { before: loose_before, after: loose_after },
        replayed_usage: replayed,
        cases: cases(pair, &sides, is_only, about)?,
        granted_but_unused,
        statements: touched(&pair.before, &pair.after),
    };
    let unknown = told_after.iter().flat_map(|told| told.unknown.iter().cloned());
    let mut notes = proof.notes;
    notes.extend(unknown);
    Ok(Measured { pair: reported, concreteness: shares, notes })
}

/// The actions whose resources are waived to be wide.
fn accepted(sets: &Sets, about: &About<'_>) -> ActionSet {
    if about.waivers.is_empty() {
        return ActionSet::new();
    }
    let all = sets.before.union(&sets.after);
    let accepted = all
        .actions(about.catalog)
        .filter(|action| about.waivers.accepts("concreteness", &action.full_name()));
    accepted.map(catalog::Action::id).collect()
}

fn paths(own: &[Named]) -> Vec<String> {
    own.iter().filter(|named| !named.is_supposed).map(|named| named.path.clone()).collect()
}

type Statements<'p> = (Vec<Told<'p>>, Vec<&'p Named>);

fn statements<'p>(own: &'p [Named], pair: &Pair, about: &About<'_>) -> Result<Statements<'p>, OpError> {
    let (mut told, mut named) = (Vec::new(), Vec::new());
    for one in own {
        let reading = Reading::of(&one.policy, pair.kind, about.catalog);
        let statements = words::tell_all(&one.policy, &reading, about.cx)?;
        named.extend(std::iter::repeat_n(one, statements.len()));
        told.extend(statements);
    }
    Ok((told, named))
}

/// Whose use is held against a pair: that of all, or of those whose name it bears.
fn of_pair<'a>(used: &Used<'a>, pair: &Pair, is_only: bool) -> Used<'a> {
    let principals = used.principals.iter().filter(|principal| is_only || pair.is_of(principal.name()));
    Used { usage: used.usage, principals: principals.cloned().collect() }
}
