//! What one action needs, and what says so.

use trail::dependent::Why;
use trail::resource::Origin;
use trail::usage::Time;
use trail::{ActionUse, Reason, Use};

use crate::{Demand, Generalised};

/// One action, on what, under which conditions, and on which ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// In the spelling of the catalogue.
    pub action: String,
    /// Entries for `Resource`, sorted; wildcards in names that were logged are escaped.
    pub resources: Vec<String>,
    /// What all the calls met, sorted.
    pub demands: Vec<Demand>,
    pub basis: Basis,
    /// Where the resources go beyond what the log shows, and why.
    pub widened: Vec<Widening>,
    /// How each of the resources is known that the log tells of, in the order of the entries.
    pub found: Vec<FoundResource>,
    /// Services through which the call came, beside those made directly.
    pub via: Vec<String>,
    /// Whose use it is, by name.
    pub principals: Vec<String>,
    pub count: u64,
    pub first: Option<Time>,
    pub last: Option<Time>,
    /// `SOURCE:NAME` of the events.
    pub events: Vec<String>,
    /// Ids of some of the events, the smallest first.
    pub event_ids: Vec<String>,
    /// With which errors the calls ended, if all of them failed. They were authorized all the same.
    pub only_failed: Vec<String>,
}

/// Why an action is granted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Calls that were authorized stand for it.
    Used,
    /// Requests called for it beside the calls, which the log does not record as calls.
    Inferred(Why),
    /// AWS documents that these actions, which were used, need it.
    Documented { needed_for: Vec<String> },
    /// It was refused, and is granted because that was asked for.
    Denied { reasons: Vec<Reason> },
    /// AWS names it like this action, which was used, and it reads the same kinds of resources.
    ReadsLike(String),
}

/// A resource that the log tells of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FoundResource {
    /// As an entry of `Resource`.
    pub entry: String,
    pub origin: Origin,
    /// All calls that touched it failed: it may be that it does not exist.
    pub only_failed: bool,
}

/// Where a grant may allow more than what was used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Widening {
    /// Only actions were asked for: `*`.
    ActionsOnly,
    /// The action can be limited to resources, but the log names none: `*`.
    NoResourceLogged,
    /// The log names resources, but not for all of the calls, as where one lists all there are: `*`.
    NotAlwaysLogged,
    /// More resources were touched than usage keeps: `*`.
    TooManyResources,
    /// So many resources begin with this that all that do are granted.
    TooManyUnder(String),
    /// The log tells of a resource only in part; all that this pattern matches are granted.
    PartlyLogged(String),
    /// The names have letters that no policy takes; this pattern has `*` for them.
    LettersNotTaken(String),
    /// The event stands for one of several actions, and the log does not say which: all are granted.
    OneOfSeveral,
    /// More resources of a kind were touched than are named one by one: a pattern stands for them.
    Generalised(Generalised),
    /// These were touched by other actions of the service that do the same kind of thing, and not by this one.
    Shared(Vec<String>),
    /// The action also needs a resource of this type, which the log does not name: every one of the account.
    TypeNotLogged(String),
    /// It was never used.
    NeverUsed,
}

/// Event ids shown for one action: enough to look at, few enough to read.
const EVENT_IDS: usize = 3;

/// The smallest of the ids that are kept of calls, in order.
pub(crate) fn first_ids<'a>(calls: impl Iterator<Item = &'a Use>) -> Vec<String> {
    let mut ids: Vec<_> = calls.flat_map(|calls| calls.evidence.iter()).collect();
    ids.sort();
    ids.dedup();
    ids.truncate(EVENT_IDS);
    ids.into_iter().map(ToString::to_string).collect()
}

impl Grant {
    /// What the uses have in common with any other, without resources and conditions.
    pub(crate) fn of_uses(action: String, basis: Basis, uses: &[&ActionUse<'_>]) -> Self {
        let mut grant = Self::new(action, basis);
        for used in uses {
            grant.count = grant.count.saturating_add(used.count);
            grant.saw(used.first, used.last);
            grant.via.extend(used.via.map(str::to_owned));
            grant.principals.push(used.principal.name().to_owned());
            for (key, _) in &used.uses {
                grant.saw_event(&key.event_source, &key.event_name);
            }
        }
        let calls = uses.iter().flat_map(|used| &used.uses);
        grant.event_ids = first_ids(calls.map(|(_, calls)| *calls));
        grant.sort();
        grant
    }

    pub(crate) fn new(action: String, basis: Basis) -> Self {
        Self {
            action,
            resources: Vec::new(),
            demands: Vec::new(),
            basis,
            widened: Vec::new(),
            found: Vec::new(),
            via: Vec::new(),
            principals: Vec::new(),
            count: 0,
            first: None,
            last: None,
            events: Vec::new(),
            event_ids: Vec::new(),
            only_failed: Vec::new(),
        }
    }

    pub(crate) fn saw(&mut self, first: Option<Time>, last: Option<Time>) {
        self.first = [self.first, first].into_iter().flatten().min();
        self.last = self.last.max(last);
    }

    pub(crate) fn saw_event(&mut self, source: &str, name: &str) {
        let last = self.events.last().and_then(|last| last.strip_prefix(source)?.strip_prefix(':'));
        if last != Some(name) {
            self.events.push([source, ":", name].concat());
        }
    }

    /// Takes in what another grant of the same rests on.
    pub(crate) fn merge(&mut self, other: Self) {
        self.count = self.count.saturating_add(other.count);
        self.saw(other.first, other.last);
        let is_only_failed = !self.only_failed.is_empty() && !other.only_failed.is_empty();
        self.only_failed.extend(other.only_failed);
        self.only_failed.retain(|_| is_only_failed);
        self.widened.extend(other.widened);
        self.found.extend(other.found);
        self.via.extend(other.via);
        self.principals.extend(other.principals);
        self.events.extend(other.events);
        self.event_ids.extend(other.event_ids);
        self.sort();
    }

    pub(crate) fn sort(&mut self) {
        for texts in [
            &mut self.resources,
            &mut self.via,
            &mut self.principals,
            &mut self.events,
            &mut self.event_ids,
            &mut self.only_failed,
        ] {
            texts.sort();
            texts.dedup();
        }
        self.event_ids.truncate(EVENT_IDS);
        self.widened.sort();
        self.widened.dedup();
        // What was found in several ways is one resource.
        self.found.sort();
        self.found.dedup_by(|other, one| {
            let is_same = one.entry == other.entry;
            if is_same {
                one.origin = one.origin.with(other.origin);
                one.only_failed &= other.only_failed;
            }
            is_same
        });
        self.demands.sort();
        self.demands.dedup();
    }

    /// Whether this allows all that the other does.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        let has = |entry: &String| self.resources.iter().any(|own| own == entry || own == "*");
        self.action == other.action
            && other.resources.iter().all(has)
            && self.demands.iter().all(|demand| other.demands.contains(demand))
    }
}
