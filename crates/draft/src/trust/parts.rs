//! What all requests of a caller said: the conditions under which it is trusted.

use std::collections::{BTreeMap, BTreeSet};

use trail::usage::{Assumed, Time};

use super::asked::{Asked, Request, SAML};
use super::who::{Trustee, TrusteeKind};
use crate::Demand;

/// A caller that is trusted, for what, and under which conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trusted {
    pub kind: TrusteeKind,
    pub name: String,
    /// Sorted; the one that gives the session is the first.
    pub actions: Vec<String>,
    /// What all requests said, sorted.
    pub demands: Vec<Demand>,
    /// How often, if no other role was asked for in the same way: usage does not count by role.
    pub count: Option<u64>,
    pub first: Option<Time>,
    pub last: Option<Time>,
    /// Ids of some of the events; among them may be requests for other roles.
    pub event_ids: Vec<String>,
    /// The requests that were seen, each of which the policy must allow.
    pub requests: Vec<Request>,
}

impl Trusted {
    /// Whether a provider vouches for the callers, and no condition says for whom: users of SAML are told apart by their groups, which
    /// the log does not tell.
    pub fn takes_any_subject(&self) -> bool {
        self.kind == TrusteeKind::Federated && self.actions.iter().any(|action| action == SAML)
    }
}

/// Event ids shown of one caller.
const EVENT_IDS: usize = 3;

/// The requests of one caller by one action, by the external id if all have one: what goes with one need not go with another.
pub(super) fn trusted(trustee: &Trustee, asked: &[Asked<'_>]) -> Vec<Trusted> {
    let by_id = asked.iter().all(|asked| asked.said.is_some_and(|said| said.external_id.is_some()));
    let mut groups: BTreeMap<Option<&str>, Vec<Asked<'_>>> = BTreeMap::new();
    for one in asked {
        let id = one.said.and_then(|said| said.external_id.as_deref()).filter(|_| by_id);
        groups.entry(id).or_default().push(*one);
    }
    let mut parts: Vec<(BTreeSet<&str>, Vec<Demand>, Vec<Asked<'_>>)> = Vec::new();
    for (id, asked) in groups {
        let demands = demands(trustee, &asked);
        match parts.iter_mut().find(|part| part.1 == demands) {
            Some(part) => {
                part.0.extend(id);
                part.2.extend(asked);
            }
            None => parts.push((id.into_iter().collect(), demands, asked)),
        }
    }
    parts.into_iter().map(|(ids, demands, asked)| part(trustee, &ids, demands, &asked)).collect()
}

fn part(trustee: &Trustee, ids: &BTreeSet<&str>, mut demands: Vec<Demand>, asked: &[Asked<'_>]) -> Trusted {
    if !ids.is_empty() {
        demands.push(demand("StringEquals", "sts:ExternalId", ids.iter().copied()));
        demands.sort();
    }
    let mut requests: Vec<Request> = asked.iter().map(|asked| request(trustee, asked)).collect();
    requests.sort();
    requests.dedup();
    let mut actions: Vec<String> = requests.iter().flat_map(|request| request.actions.clone()).collect();
    actions.sort();
    actions.dedup();
    let mut uses: Vec<&trail::Use> = Vec::new();
    for one in asked {
        if !uses.iter().any(|known| std::ptr::eq(*known, one.use_)) {
            uses.push(one.use_);
        }
    }
    let is_only = |use_: &&trail::Use| {
        let mut roles = use_.assumed.iter().map(|said| &said.role);
        let first = roles.next();
        !use_.assumed.is_truncated() && roles.all(|role| Some(role) == first)
    };
    // The use may have requests with other ids, which are another part.
    let is_whole = uses.iter().map(|use_| use_.assumed.len()).sum::<usize>() == asked.len();
    let count = (is_whole && uses.iter().all(is_only)).then(|| uses.iter().map(|use_| use_.count()).sum());
    let mut event_ids: Vec<String> =
        uses.iter().flat_map(|use_| use_.evidence.iter()).map(ToString::to_string).collect();
    event_ids.sort();
    event_ids.dedup();
    event_ids.truncate(EVENT_IDS);
    Trusted {
        kind: trustee.kind,
        name: trustee.name.clone(),
        actions,
        demands,
        count,
        first: uses.iter().filter_map(|use_| use_.first).min(),
        last: uses.iter().filter_map(|use_| use_.last).max(),
        event_ids,
        requests,
    }
}

/// What all of these requests said, but for the external id.
fn demands(trustee: &Trustee, asked: &[Asked<'_>]) -> Vec<Demand> {
    let said = || asked.iter().filter_map(|asked| asked.said);
    let mut demands = Vec::new();
    if let Some((key, audience)) = &trustee.audience {
        demands.push(demand("StringEquals", key, [audience.as_str()]));
    }
    if let Some(key) = &trustee.subject {
        demands.push(demand("StringEquals", key, values(said().map(|said| said.subject.as_deref()))));
    }
    let is_mfa = asked.iter().all(|asked| asked.said.is_some_and(|said| said.mfa));
    if is_mfa && trustee.kind == TrusteeKind::Aws {
        demands.push(demand("Bool", "aws:MultiFactorAuthPresent", ["true"]));
    }
    let sources = values(said().map(|said| said.source_identity.as_deref()));
    if !sources.is_empty() {
        let all = said().count() == asked.len() && said().all(|said| said.source_identity.is_some());
        let operator = if all { "StringEquals" } else { "StringEqualsIfExists" };
        demands.push(demand(operator, "sts:SourceIdentity", sources));
    }
    let tags = values(said().flat_map(|said| said.tags.iter().map(|key| Some(&**key))));
    if !tags.is_empty() {
        demands.push(demand("ForAllValues:StringEquals", "aws:TagKeys", tags));
    }
    demands.sort();
    demands
}

fn values<'a>(texts: impl Iterator<Item = Option<&'a str>>) -> BTreeSet<&'a str> {
    texts.flatten().collect()
}

fn demand<'a>(operator: &str, key: &str, values: impl IntoIterator<Item = &'a str>) -> Demand {
    Demand {
        operator: operator.to_owned(),
        key: key.to_owned(),
        values: values.into_iter().map(literal).collect(),
    }
}

/// A value that policies take for itself: `${` would begin a variable.
fn literal(value: &str) -> String {
    value.replace("${", "${$}{")
}

/// The request as it was made, with the keys that STS fills.
fn request(trustee: &Trustee, asked: &Asked<'_>) -> Request {
    let none = Assumed::default();
    let said = asked.said.unwrap_or(&none);
    let mut actions = vec![asked.action.to_owned()];
    let mut context = BTreeMap::new();
    let mut set = |key: &str, values: Vec<String>| {
        context.insert(key.to_owned(), values);
    };
    if let Some((key, audience)) = &trustee.audience {
        set(key, vec![audience.clone()]);
    }
    if let (Some(key), Some(subject)) = (&trustee.subject, &said.subject) {
        set(key, vec![subject.to_string()]);
    }
    if said.mfa {
        set("aws:MultiFactorAuthPresent", vec!["true".to_owned()]);
    }
    if let Some(id) = &said.external_id {
        set("sts:ExternalId", vec![id.to_string()]);
    }
    if let Some(source) = &said.source_identity {
        actions.push("sts:SetSourceIdentity".to_owned());
        set("sts:SourceIdentity", vec![source.to_string()]);
    }
    if !said.tags.is_empty() {
        actions.push("sts:TagSession".to_owned());
        set("aws:TagKeys", said.tags.iter().map(ToString::to_string).collect());
    }
    Request { caller: trustee.name.clone(), actions, context: context.into_iter().collect() }
}
