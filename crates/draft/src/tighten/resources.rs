//! The entries of `Resource`: which of them were used, and what stands for the used ones.

use std::collections::BTreeSet;

use policy::tree::Statement;
use policy::{Glob, ResourcePattern};

use super::actions::{Actions, Fate, UnknownAction};
use super::evidence::{Evidence, Need, Reach, may_act_on};
use super::told::{List, Place, Why, WhyKept};

/// More entries than this do not come in the place of one.
const MOST: usize = 100;

/// An entry that stands for use, and for how many resources.
struct Piece<'n> {
    action: &'n str,
    pattern: ResourcePattern,
    count: usize,
}

/// Holds the entries of `Resource` of a statement against the evidence of the actions that it is left with. Without variables nothing
/// can be escaped.
pub(super) fn narrowed(
    statement: &Statement,
    actions: &Actions<'_, '_>,
    evidence: &Evidence<'_>,
    has_variables: bool,
) -> Vec<(Place, Fate)> {
    let entries = statement.resources();
    let is_meant =
        |piece: &ResourcePattern| entries.iter().any(|entry| !entry.value.intersects(piece).is_no());
    let mut pieces = Vec::new();
    for need in actions.used.iter().filter(|need| need.reach == Reach::Named) {
        let of = evidence.entries(need, is_meant).into_iter();
        pieces.extend(of.map(|(pattern, count)| Piece { action: &need.action, pattern, count }));
    }
    let run = Run { actions, pieces, has_variables };
    let mut named: Vec<ResourcePattern> = Vec::new();
    let mut fates: Vec<Option<Fate>> = Vec::new();
    for entry in entries {
        let fate = run.stays(&entry.value);
        if matches!(fate, Some(Fate::Stays(_))) {
            named.push(entry.value.clone());
        }
        fates.push(fate);
    }
    for (fate, entry) in fates.iter_mut().zip(entries) {
        if fate.is_none() {
            *fate = Some(run.narrow(&entry.value, &mut named));
        }
    }
    let places = entries
        .iter()
        .enumerate()
        .map(|(at, entry)| Place::entry(statement, List::Resource, at, entry.value.as_str(), entry.span));
    places.zip(fates.into_iter().flatten()).collect()
}

struct Run<'r, 'e, 'a> {
    actions: &'r Actions<'e, 'a>,
    pieces: Vec<Piece<'e>>,
    has_variables: bool,
}

impl Run<'_, '_, '_> {
    /// The fate of an entry that stays as it is, or goes; none of one that is to be narrowed.
    fn stays(&self, entry: &ResourcePattern) -> Option<Fate> {
        let users: Vec<&&Need<'_>> = self.actions.used.iter().filter(|need| need.meets(entry)).collect();
        let may_act = |action: &UnknownAction<'_>| match action {
            UnknownAction::Known(action) => may_act_on(*action, entry),
            UnknownAction::Named(_) => true,
        };
        let unknown = self.actions.unknown.iter().find(|(action, _)| may_act(action));
        let is_wide = is_wide(entry);
        let stays = |why| Some(Fate::Stays(Some(why)));
        match (users.is_empty(), unknown) {
            (true, None) => return Some(Fate::gone(Why::NeverUsed)),
            (false, _) if !is_wide => return Some(Fate::Stays(None)),
            (_, Some((action, why))) => {
                return stays(WhyKept::UnknownAction { action: action.name(), why: why.clone() });
            }
            _ => {}
        }
        if let Some(need) = users.iter().find(|need| need.reach != Reach::Named) {
            let action = need.action.clone();
            return match need.reach {
                Reach::Nothing => stays(WhyKept::TakesNoResource(action)),
                _ => stays(WhyKept::NotLogged(action)),
            };
        }
        let pieces: Vec<_> = self.within(entry).collect();
        if let Some(piece) = pieces.iter().find(|piece| piece.pattern.covers(entry).is_yes()) {
            return stays(WhyKept::UsedWidely { resources: piece.count });
        }
        if !entry.is_exact() {
            return stays(WhyKept::Variable);
        }
        let is_within = |piece: &Piece<'_>| {
            let is_sayable = self.has_variables || !piece.pattern.as_str().contains("${");
            is_sayable && entry.covers(&piece.pattern).is_yes()
        };
        if let Some(piece) = pieces.iter().find(|piece| !is_within(piece)) {
            return stays(WhyKept::NotWithin(piece.pattern.as_str().to_owned()));
        }
        let count = pieces.iter().map(|piece| piece.pattern.as_str()).collect::<BTreeSet<_>>().len();
        (count > MOST).then_some(Fate::Stays(Some(WhyKept::TooMany(count))))
    }

    /// What comes in the place of an entry of which all pieces are within it, beside what other entries name.
    fn narrow(&self, entry: &ResourcePattern, named: &mut Vec<ResourcePattern>) -> Fate {
        let mut new: Vec<ResourcePattern> = Vec::new();
        let mut pieces: Vec<_> = self.within(entry).collect();
        let resources =
            pieces.iter().map(|piece| (piece.pattern.as_str(), piece.count)).collect::<BTreeSet<_>>();
        let resources = resources.into_iter().map(|(_, count)| count).sum();
        let mut actions: Vec<String> = pieces.iter().map(|piece| piece.action.to_owned()).collect();
        actions.sort();
        actions.dedup();
        // What stands for more comes first, so that it takes in the others.
        pieces.sort_by_key(|piece| (!is_wide(&piece.pattern), piece.pattern.as_str().len()));
        for piece in pieces {
            let is_covered = named.iter().chain(&new).any(|other| other.covers(&piece.pattern).is_yes());
            if !is_covered {
                new.retain(|other| !piece.pattern.covers(other).is_yes());
                new.push(piece.pattern.clone());
            }
        }
        let mut now: Vec<String> = new.iter().map(|entry| entry.as_str().to_owned()).collect();
        now.sort();
        named.extend(new);
        let why = if now.is_empty() { Why::SaidByOthers } else { Why::ResourcesUsed { resources, actions } };
        Fate::Becomes { now, unknown: Vec::new(), why }
    }

    fn within(&self, entry: &ResourcePattern) -> impl Iterator<Item = &Piece<'_>> {
        self.pieces.iter().filter(|piece| !piece.pattern.intersects(entry).is_no())
    }
}

fn is_wide(entry: &ResourcePattern) -> bool {
    entry.is_everything() || entry.is_short() || entry.parts().iter().any(Glob::has_wildcard)
}
