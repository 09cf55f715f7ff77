//! The actions of a principal by service: used, denied, granted and unused, or not known.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{ActionSet, Catalog};
use schemars::JsonSchema;
use serde::Serialize;
use trail::usage::{Resources, Time};
use trail::{Mapped, Principal, Usage};

use super::Granted;
use crate::operations::seen_actions::{Seen, State};

/// More resources of an action than this are only said to be there.
const RESOURCES: usize = 200;

/// More actions than this that are granted and were not used are only counted: `*` grants some twenty thousand. Those of services in use
/// are named first, then what is sensitive.
const UNUSED: usize = 4_000;

/// The actions of one service
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ServiceOf {
    /// The prefix of its actions
    service: String,
    actions: Vec<ActionOf>,
    /// How many more actions are granted, of which nothing is seen in the logs and which are not listed
    #[serde(skip_serializing_if = "is_none")]
    left_out: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes members by reference")]
fn is_none(count: &usize) -> bool {
    *count == 0
}

/// An action, and what became of it
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActionOf {
    action: String,
    /// What it does to a resource, in AWS's classification; null if the catalogue does not know the action
    level: Option<String>,
    sensitive: bool,
    /// `used`, `unused` (granted and not used), `denied`, or `unknown`
    state: String,
    /// Why it is not known
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// Whether the current policies allow it on something; null if none are known
    granted: Option<bool>,
    /// Events of authorized calls
    count: u64,
    /// Events of denied calls
    denied: u64,
    first_seen: Option<String>,
    last_seen: Option<String>,
    resources: Vec<ResourceOf>,
    /// Whether there were more resources than are named here
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    more_resources: bool,
}

/// A resource that the logs name
#[derive(Debug, Serialize, JsonSchema)]
pub struct ResourceOf {
    arn: String,
    /// How often; null, since usage does not keep it for each resource
    count: Option<u64>,
}

/// What usage shows of one action.
#[derive(Default)]
struct Shown {
    count: u64,
    denied: u64,
    first: Option<Time>,
    last: Option<Time>,
    is_certain: bool,
    resources: Resources,
}

/// The services in order of their prefixes; and whether actions were left out that are granted and not used.
pub(super) fn services(
    usage: &Usage,
    principal: &Principal,
    granted: Option<&Granted>,
    sensitive: &ActionSet,
    catalog: &Catalog,
) -> (Vec<ServiceOf>, bool) {
    let shown = shown(usage, principal);
    let mut services: BTreeMap<String, Vec<ActionOf>> = BTreeMap::new();
    let mut add = |action: ActionOf| {
        let service = action.action.split(':').next().unwrap_or_default().to_owned();
        services.entry(service).or_default().push(action);
    };
    let named: BTreeSet<String> = shown.keys().map(|name| (*name).to_owned()).collect();
    for (name, shown) in shown {
        let known = catalog.action(name);
        add(ActionOf {
            action: name.to_owned(),
            level: known.map(|action| action.level().word().to_owned()),
            sensitive: known.is_some_and(|action| sensitive.contains(action.id())),
            granted: granted.map(|granted| known.is_some_and(|action| granted.actions.contains(action.id()))),
            ..shown.told()
        });
    }
    let mut left_out: BTreeMap<String, usize> = BTreeMap::new();
    if let Some(granted) = granted {
        let seen = Seen::of(usage, std::slice::from_ref(principal), catalog);
        let in_use: BTreeSet<&str> = named.iter().filter_map(|name| name.split(':').next()).collect();
        let unused = granted.actions.actions(catalog).filter(|action| !named.contains(&action.full_name()));
        let mut unused: Vec<_> = unused.collect();
        unused.sort_by_key(|action| {
            (!in_use.contains(action.service().prefix()), !sensitive.contains(action.id()))
        });
        for action in unused.split_off(unused.len().min(UNUSED)) {
            *left_out.entry(action.service().prefix().to_owned()).or_default() += 1;
        }
        for action in unused {
            let state = seen.state(action);
            add(ActionOf {
                action: action.full_name(),
                level: Some(action.level().word().to_owned()),
                sensitive: sensitive.contains(action.id()),
                granted: Some(true),
                state: match state {
                    State::OnlyDenied => "denied".to_owned(),
                    other => other.name().to_owned(),
                },
                why: state.why().map(str::to_owned),
                ..Shown::default().told()
            });
        }
    }
    for service in left_out.keys() {
        services.entry(service.clone()).or_default();
    }
    let is_cut = !left_out.is_empty();
    let service = |(service, mut actions): (String, Vec<ActionOf>)| {
        actions.sort_by(|one, other| one.action.cmp(&other.action));
        let left_out = left_out.remove(&service).unwrap_or_default();
        ServiceOf { service, actions, left_out }
    };
    (services.into_iter().map(service).collect(), is_cut)
}

fn shown<'u>(usage: &'u Usage, principal: &Principal) -> BTreeMap<&'u str, Shown> {
    let mut shown: BTreeMap<&str, Shown> = BTreeMap::new();
    for used in usage.actions_of(principal.name()) {
        let mine = shown.entry(used.action).or_default();
        let is_certain = used.uses.iter().any(|(key, _)| matches!(key.mapped, Mapped::Actions(_)));
        mine.add(
            used.count,
            used.outcome.is_refusal(),
            is_certain,
            (used.first, used.last),
            used.resources.into_owned(),
        );
    }
    for used in usage.inferred_of(principal.name()) {
        let mine = shown.entry(&used.inferred.action).or_default();
        let count = used.uses.iter().fold(0_u64, |sum, (_, calls)| sum.saturating_add(calls.count()));
        let first = used.uses.iter().filter_map(|(_, calls)| calls.first).min();
        let last = used.uses.iter().filter_map(|(_, calls)| calls.last).max();
        mine.add(count, false, true, (first, last), used.resources);
    }
    shown
}

impl Shown {
    fn add(
        &mut self,
        count: u64,
        is_refusal: bool,
        is_certain: bool,
        (first, last): (Option<Time>, Option<Time>),
        resources: Resources,
    ) {
        let sum = if is_refusal { &mut self.denied } else { &mut self.count };
        *sum = sum.saturating_add(count);
        self.is_certain |= is_certain && !is_refusal;
        self.first = [self.first, first].into_iter().flatten().min();
        self.last = self.last.max(last);
        self.resources.merge(resources);
    }

    /// What is told of it; what hangs on the catalogue and the policies is filled in by others.
    fn told(self) -> ActionOf {
        let (state, why) = match (self.is_certain, self.count, self.denied) {
            (true, ..) => ("used", None),
            (false, 1.., _) => ("unknown", Some("one-of-several")),
            (false, 0, 1..) => ("denied", None),
            (false, 0, 0) => ("unused", None),
        };
        let mut arns: Vec<String> = self.resources.arns().collect();
        let more = arns.len() > RESOURCES
            || self.resources.is_truncated()
            || self.resources.crowded_stems().next().is_some();
        arns.truncate(RESOURCES);
        let moment = |time: Time| time.to_string();
        ActionOf {
            action: String::new(),
            level: None,
            sensitive: false,
            state: state.to_owned(),
            why: why.map(str::to_owned),
            granted: None,
            count: self.count,
            denied: self.denied,
            first_seen: self.first.map(moment),
            last_seen: self.last.map(moment),
            resources: arns.into_iter().map(|arn| ResourceOf { arn, count: None }).collect(),
            more_resources: more,
        }
    }
}
