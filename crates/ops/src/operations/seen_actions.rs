//! Which actions usage shows, and what it cannot show.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{Action, ActionSet, Catalog, Level};
use policy::ResourcePattern;
use trail::resource::Origin;
use trail::usage::{Resources, Time};
use trail::{Mapped, Principal, Usage, map};

/// Whether something granted was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Used,
    Unused,
    /// Unused, and asked for in vain: another policy denies it.
    OnlyDenied,
    Unknown(&'static str),
}

/// The events in question stand for one of several actions, and the log does not say which.
const ONE_OF_SEVERAL: &str = "one-of-several";
/// The calls are logged as data events, if at all, and no data event of the service is in the usage.
const DATA_EVENTS: &str = "data-events-not-seen";
/// The usage holds no call that only reads: the trail may log none.
const READS: &str = "reads-not-seen";
/// There were calls of the service whose actions are not known.
const UNMAPPED: &str = "unmapped-events";
/// No event is known that stands for the action.
const NO_EVENT: &str = "no-event-known";
/// The logs do not name all resources.
const RESOURCES: &str = "resources-not-logged";
/// Whether the actions of the statement were used at all is unknown.
const ACTIONS: &str = "actions-unknown";
/// It hangs on the value of a policy variable.
const VARIABLE: &str = "policy-variable";

impl State {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::Unused | Self::OnlyDenied => "unused",
            Self::Unknown(_) => "unknown",
        }
    }

    pub(crate) const fn why(self) -> Option<&'static str> {
        match self {
            Self::Used | Self::Unused => None,
            Self::OnlyDenied => Some("only-denied"),
            Self::Unknown(why) => Some(why),
        }
    }
}

/// What usage shows of some principals.
pub(crate) struct Seen<'c> {
    pub(crate) catalog: &'c Catalog,
    authorized: BTreeMap<usize, Authorized>,
    denied: BTreeSet<usize>,
    /// Services of which some data event, of anybody, is in the usage.
    on_data: BTreeSet<&'c str>,
    has_reads: bool,
    /// Services of which calls were made that stand for actions not known.
    unmapped: BTreeSet<&'c str>,
    /// Actions that an operation is known for.
    logged: ActionSet,
}

#[derive(Default)]
struct Authorized {
    /// Whether some event stands for this action, rather than for it or another.
    is_certain: bool,
    count: u64,
    last: Option<Time>,
    resources: Resources,
}

impl<'c> Seen<'c> {
    pub(crate) fn of(usage: &Usage, principals: &[Principal], catalog: &'c Catalog) -> Self {
        let operations = catalog.clients().flat_map(catalog::Client::operations);
        let mut seen = Self {
            catalog,
            authorized: BTreeMap::new(),
            denied: BTreeSet::new(),
            on_data: BTreeSet::new(),
            has_reads: false,
            unmapped: BTreeSet::new(),
            logged: operations.flat_map(|operation| operation.actions().map(Action::id)).collect(),
        };
        let all = usage.principals().flat_map(|(_, uses)| uses.keys());
        for name in all.flat_map(|key| key.mapped.actions()) {
            let Some(action) = catalog.action(name) else { continue };
            seen.has_reads |= matches!(action.level(), Level::Read | Level::List);
            if map::is_on_data(name) {
                seen.on_data.insert(action.service().prefix());
            }
        }
        for principal in principals {
            seen.add(usage, principal);
        }
        seen
    }

    fn add(&mut self, usage: &Usage, principal: &Principal) {
        for (key, _) in usage.uses(principal.name()).into_iter().flatten() {
            if let Mapped::Unknown(_) = key.mapped
                && let Some(service) = self.catalog.service_of_event_source(&key.event_source)
            {
                self.unmapped.insert(service.prefix());
            }
        }
        for used in usage.actions_of(principal.name()) {
            // A usage file may come from another catalogue.
            let Some(action) = self.catalog.action(used.action) else { continue };
            if used.outcome.is_refusal() {
                self.denied.insert(action.id().index());
                continue;
            }
            let is_certain = used.uses.iter().any(|(key, _)| matches!(key.mapped, Mapped::Actions(_)));
            let mine = self.authorized.entry(action.id().index()).or_default();
            mine.add(is_certain, used.count, used.last, used.resources.into_owned());
        }
        for used in usage.inferred_of(principal.name()) {
            let Some(action) = self.catalog.action(&used.inferred.action) else { continue };
            let count = used.uses.iter().fold(0_u64, |sum, (_, calls)| sum.saturating_add(calls.count()));
            let last = used.uses.iter().filter_map(|(_, calls)| calls.last).max();
            let mine = self.authorized.entry(action.id().index()).or_default();
            mine.add(true, count, last, used.resources);
        }
    }

    pub(crate) fn count(&self, action: Action<'_>) -> u64 {
        self.authorized.get(&action.id().index()).map_or(0, |mine| mine.count)
    }

    pub(crate) fn last(&self, action: Action<'_>) -> Option<Time> {
        self.authorized.get(&action.id().index()).and_then(|mine| mine.last)
    }

    pub(crate) fn state(&self, action: Action<'_>) -> State {
        let prefix = action.service().prefix();
        let name = action.full_name();
        match self.authorized.get(&action.id().index()) {
            Some(mine) if mine.is_certain => return State::Used,
            Some(_) => return State::Unknown(ONE_OF_SEVERAL),
            None => {}
        }
        let is_reading = matches!(action.level(), Level::Read | Level::List);
        if self.denied.contains(&action.id().index()) {
            // So the trail does log it.
            State::OnlyDenied
        } else if map::is_on_data(&name) && !self.on_data.contains(prefix) {
            State::Unknown(DATA_EVENTS)
        } else if self.unmapped.contains(prefix) {
            State::Unknown(UNMAPPED)
        } else if !self.logged.contains(action.id()) || name == "iam:PassRole" {
            State::Unknown(NO_EVENT)
        } else if is_reading && !self.has_reads {
            State::Unknown(READS)
        } else {
            State::Unused
        }
    }

    /// Whether any of the actions was used on what an entry of `Resource` stands for.
    pub(crate) fn state_on(&self, entry: &ResourcePattern, actions: &ActionSet) -> State {
        let mut state = State::Unused;
        for action in actions.actions(self.catalog) {
            // Entries say nothing of actions that take no such resource.
            if !action.targets_meeting(entry).is_empty() {
                match self.state_of(action, entry) {
                    State::Used => return State::Used,
                    State::Unknown(why) => state = State::Unknown(why),
                    State::Unused | State::OnlyDenied => {}
                }
            }
        }
        state
    }

    fn state_of(&self, action: Action<'_>, entry: &ResourcePattern) -> State {
        let mine = match (self.authorized.get(&action.id().index()), self.state(action)) {
            (Some(mine), State::Used) => mine,
            (_, State::Unknown(_)) => return State::Unknown(ACTIONS),
            _ => return State::Unused,
        };
        let is_more = mine.resources.is_truncated() || mine.resources.crowded_stems().next().is_some();
        let mut state = State::Unused;
        if is_more || mine.resources.is_empty() || mine.resources.is_unnamed() {
            state = State::Unknown(RESOURCES);
        }
        for (arn, known) in mine.resources.entries() {
            let is_pattern = known.origin.has(Origin::PATTERN) || arn.ends_with('*');
            if is_pattern {
                if !entry.intersects(&ResourcePattern::parse(&arn)).is_no() {
                    state = State::Unknown(RESOURCES);
                }
                continue;
            }
            let answer = entry.matches(&arn);
            if answer.is_yes() {
                return State::Used;
            }
            if !answer.is_no() {
                state = State::Unknown(VARIABLE);
            }
        }
        state
    }
}

impl Authorized {
    fn add(&mut self, is_certain: bool, count: u64, last: Option<Time>, resources: Resources) {
        self.is_certain |= is_certain;
        self.count = self.count.saturating_add(count);
        self.last = self.last.max(last);
        self.resources.merge(resources);
    }
}
