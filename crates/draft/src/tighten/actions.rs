//! The entries of `Action`: which of them were used, and what stands for the used ones.

use catalog::{Action, ActionSet};
use policy::tree::{Spanned, Statement};
use policy::{ActionPattern, Glob};

use super::evidence::{Evidence, Need, Silence, may_act_on};
use super::told::{List, Place, Why, WhyKept};

/// What becomes of an entry.
pub(super) enum Fate {
    Stays(Option<WhyKept>),
    Becomes { now: Vec<String>, unknown: Vec<(String, String)>, why: Why },
}

/// What a statement is left with of its actions.
#[derive(Default)]
pub(super) struct Actions<'e, 'a> {
    /// In the order of the entries.
    pub(super) fates: Vec<(Place, Fate)>,
    pub(super) used: Vec<&'e Need<'a>>,
    /// Of which the logs cannot show whether they were used.
    pub(super) unknown: Vec<(UnknownAction<'a>, String)>,
}

pub(super) enum UnknownAction<'a> {
    Known(Action<'a>),
    /// One that is not in the catalogue.
    Named(String),
}

/// More entries than this do not come in the place of one, if it is mostly for actions that the logs cannot show.
const MOST: usize = 200;

/// Holds the entries of `Action` of a statement against the evidence.
pub(super) fn narrowed<'e, 'a>(
    statement: &Statement,
    evidence: &'e Evidence<'a>,
    remove_unknown: bool,
) -> Actions<'e, 'a> {
    let mut run = Run { statement, evidence, remove_unknown, named: Vec::new(), of: Actions::default() };
    let mut fates: Vec<_> = statement.actions().iter().map(|entry| run.exact(&entry.value)).collect();
    for (fate, entry) in fates.iter_mut().zip(statement.actions()) {
        if fate.is_none() {
            *fate = Some(run.wide(&entry.value));
        }
    }
    let places = statement.actions().iter().enumerate().map(|(at, entry)| place(statement, at, entry));
    run.of.fates = places.zip(fates.into_iter().flatten()).collect();
    run.of.used.sort_by(|one, other| one.action.cmp(&other.action));
    run.of.used.dedup_by(|one, other| one.action == other.action);
    run.of
}

struct Run<'s, 'e, 'a> {
    statement: &'s Statement,
    evidence: &'e Evidence<'a>,
    remove_unknown: bool,
    /// What stays, and what came in the place of others.
    named: Vec<ActionPattern>,
    of: Actions<'e, 'a>,
}

impl<'a> Run<'_, '_, 'a> {
    /// The fate of an entry that is one action; none if it has wildcards.
    fn exact(&mut self, entry: &ActionPattern) -> Option<Fate> {
        if is_wide(entry) {
            return None;
        }
        let gone = |why| Some(Fate::gone(why));
        if let Some(need) = self.evidence.need(entry.as_str()) {
            if !self.meets(need) {
                return gone(Why::UsedElsewhere);
            }
            self.of.used.push(need);
            self.named.push(entry.clone());
            return Some(Fate::Stays(None));
        }
        let Some(action) = self.evidence.catalog.action(entry.as_str()) else {
            if self.remove_unknown {
                return gone(Why::NeverUsed);
            }
            self.named.push(entry.clone());
            let name = UnknownAction::Named(entry.as_str().to_owned());
            self.of.unknown.push((name, "it is not in the catalogue".to_owned()));
            return Some(Fate::Stays(Some(WhyKept::NotInCatalogue)));
        };
        match self.evidence.silence(action) {
            Silence::Unused => gone(Why::NeverUsed),
            Silence::OnlyDenied => gone(Why::OnlyDenied),
            Silence::Unknown(why) if self.remove_unknown => gone(Why::UnknownRemoved(why.clone())),
            Silence::Unknown(why) => {
                self.named.push(entry.clone());
                self.of.unknown.push((UnknownAction::Known(action), why.clone()));
                Some(Fate::Stays(Some(WhyKept::Unknown(why.clone()))))
            }
        }
    }

    /// The fate of an entry with wildcards, after those without.
    fn wide(&mut self, entry: &ActionPattern) -> Fate {
        let evidence = self.evidence;
        let is_used = |need: &&Need<'a>| entry.matches(&need.action) && self.meets(need);
        let used: Vec<_> = evidence.needs().filter(is_used).collect();
        let is_here: ActionSet = used.iter().filter_map(|need| need.known).map(Action::id).collect();
        let mut unknown = Vec::new();
        let (mut unused, mut removed) = (0, None);
        for action in evidence.catalog.expand(entry).actions(evidence.catalog) {
            if is_here.contains(action.id()) || !self.applies(action) {
                continue;
            }
            match evidence.silence(action) {
                Silence::Unknown(why) if !evidence.is_used(action) => {
                    if self.remove_unknown {
                        removed = Some(why.clone());
                        unused += 1;
                    } else {
                        unknown.push((action, why.clone()));
                    }
                }
                _ => unused += 1,
            }
        }
        let (count, counted) = (used.len() + unused + unknown.len(), (used.len(), unknown.len()));
        if unused == 0 && count > 0 {
            self.keep(&used, unknown);
            self.named.push(entry.clone());
            return Fate::Stays(Some(WhyKept::AllUsed { used: counted.0, unknown: counted.1 }));
        }
        if used.is_empty() && unknown.is_empty() {
            let why = removed.map_or(Why::NeverUsed, Why::UnknownRemoved);
            return Fate::gone(why);
        }
        let (now, of_unknown) = self.instead(entry, &used, &unknown);
        if now.len() > MOST && !unknown.is_empty() {
            self.keep(&used, unknown);
            self.named.push(entry.clone());
            return Fate::Stays(Some(WhyKept::TooManyUnknown { entries: now.len(), unknown: counted.1 }));
        }
        self.keep(&used, unknown);
        self.named.extend(now.iter().map(|name| ActionPattern::parse(name)));
        let why = if now.is_empty() {
            Why::SaidByOthers
        } else {
            Why::ActionsUsed { used: counted.0, unknown: counted.1, of: count }
        };
        Fate::Becomes { now, unknown: of_unknown, why }
    }

    /// What stands for the actions and is not named by another entry: used ones by name, the others in as few patterns as stand for
    /// no other action of the catalogue.
    fn instead(
        &self,
        entry: &ActionPattern,
        used: &[&Need<'_>],
        unknown: &[(Action<'_>, String)],
    ) -> (Vec<String>, Vec<(String, String)>) {
        let is_open = |name: &str| !self.named.iter().any(|other| other.matches(name));
        let used_ids = used.iter().filter_map(|need| need.known).map(Action::id);
        let unknown_ids: ActionSet = unknown
            .iter()
            .filter(|(action, _)| is_open(&action.full_name()))
            .map(|(action, _)| action.id())
            .collect();
        let all = unknown_ids.union(&used_ids.collect());
        let catalog = self.evidence.catalog;
        let mut patterns: Vec<String> = Vec::new();
        for text in catalog.shrink(&all) {
            let pattern = ActionPattern::parse(&text);
            if entry.covers(&pattern) {
                patterns.push(text);
            } else {
                patterns.extend(catalog.expand(&pattern).actions(catalog).map(Action::full_name));
            }
        }
        let (wide, exact): (Vec<_>, Vec<_>) =
            patterns.into_iter().map(|text| ActionPattern::parse(&text)).partition(is_wide);
        let (mut now, mut of_unknown) = (Vec::new(), Vec::new());
        let is_said = |name: &str| wide.iter().any(|other| other.matches(name));
        for pattern in wide.iter().chain(exact.iter().filter(|pattern| !is_said(pattern.as_str()))) {
            let here = unknown.iter().filter(|(action, _)| pattern.matches(&action.full_name()));
            let mut whys: Vec<&str> = here.map(|(_, why)| why.as_str()).collect();
            whys.sort_unstable();
            whys.dedup();
            if !whys.is_empty() {
                now.push(pattern.as_str().to_owned());
                of_unknown.push((pattern.as_str().to_owned(), whys.join(", or ")));
            }
        }
        let patterns: Vec<_> = now.iter().map(|text| ActionPattern::parse(text)).collect();
        let is_open = |name: &str| is_open(name) && !patterns.iter().any(|other| other.matches(name));
        now.extend(used.iter().map(|need| need.action.clone()).filter(|name| is_open(name)));
        now.sort();
        of_unknown.sort();
        (now, of_unknown)
    }

    fn keep(&mut self, used: &[&Need<'a>], unknown: Vec<(Action<'a>, String)>) {
        let evidence = self.evidence;
        self.of.used.extend(used.iter().filter_map(|need| evidence.need(&need.action)));
        let unknown = unknown.into_iter().map(|(action, why)| (UnknownAction::Known(action), why));
        self.of.unknown.extend(unknown);
    }

    /// Whether the statement allows some of the use.
    fn meets(&self, need: &Need<'_>) -> bool {
        self.statement.resource.is_none()
            || self.statement.resources().iter().any(|entry| need.meets(&entry.value))
    }

    /// Whether the statement allows the action on anything.
    fn applies(&self, action: Action<'_>) -> bool {
        let entries = self.statement.resources();
        self.statement.resource.is_none()
            || entries.iter().any(|entry| entry.value.is_everything())
            || entries.iter().any(|entry| may_act_on(action, &entry.value))
    }
}

impl Fate {
    pub(super) fn gone(why: Why) -> Self {
        Self::Becomes { now: Vec::new(), unknown: Vec::new(), why }
    }
}

impl UnknownAction<'_> {
    pub(super) fn name(&self) -> String {
        match self {
            Self::Known(action) => action.full_name(),
            Self::Named(name) => name.clone(),
        }
    }
}

fn is_wide(entry: &ActionPattern) -> bool {
    let halves = [entry.service(), entry.name()];
    entry.is_everything() || halves.into_iter().flatten().any(Glob::has_wildcard)
}

fn place(statement: &Statement, at: usize, entry: &Spanned<ActionPattern>) -> Place {
    Place::entry(statement, List::Action, at, entry.value.as_str(), entry.span)
}
