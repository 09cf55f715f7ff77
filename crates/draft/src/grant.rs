//! What one action needs: the resources that the log names, or more where it does not name them.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{Action, Catalog, ResourceType};
use policy::{Arn, ResourcePattern};
use trail::resource::Origin;
use trail::usage::{Known, Time};
use trail::{ActionUse, Mapped, Outcome, Principal};

use crate::statements::resource_text;
use crate::{Demand, Generalised};

/// One action that was used with authorization, and on what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// In the spelling of the catalogue.
    pub action: String,
    /// Entries for `Resource`, sorted; wildcards in names that were logged are escaped.
    pub resources: Vec<String>,
    /// What all the calls met, sorted.
    pub demands: Vec<Demand>,
    /// Where the resources go beyond what the log shows, and why.
    pub widened: Vec<Widening>,
    /// Services through which the call came, beside those made directly.
    pub via: Vec<String>,
    pub count: u64,
    pub first: Option<Time>,
    pub last: Option<Time>,
    /// `SOURCE:NAME` of the events.
    pub events: Vec<String>,
    /// Ids of some of the events, the smallest first.
    pub event_ids: Vec<String>,
}

/// Where a grant may allow more than what was used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Widening {
    /// The action can be limited to resources, but the log names none: `*`.
    NoResourceLogged,
    /// More resources were touched than usage keeps: `*`.
    TooManyResources,
    /// So many resources begin with this that all that do are granted.
    TooManyUnder(String),
    /// The log tells of a resource only in part; all that this pattern matches are granted.
    PartlyLogged(String),
    /// The event stands for one of several actions, and the log does not say which: all are granted.
    OneOfSeveral,
    /// More resources of a kind were touched than are named one by one: a pattern stands for them.
    Generalised(Generalised),
    /// The action also needs a resource of this type, which the log does not name: every one of the account.
    TypeNotLogged(String),
}

/// One grant for each action that was authorized, sorted by action.
pub(crate) fn grants(principal: &Principal, uses: &[ActionUse<'_>], catalog: &Catalog) -> Vec<Grant> {
    let mut by_action: BTreeMap<&str, Vec<&ActionUse<'_>>> = BTreeMap::new();
    for used in uses.iter().filter(|used| was_authorized(used)) {
        by_action.entry(used.action).or_default().push(used);
    }
    by_action.into_iter().map(|(action, uses)| grant(principal, action, &uses, catalog)).collect()
}

/// Errors of requests whose signature or credentials were refused, before any permission was looked at.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html>
const NOT_AUTHENTICATED: [&str; 9] = [
    "ExpiredToken",
    "ExpiredTokenException",
    "IncompleteSignature",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "MissingAuthenticationToken",
    "RequestExpired",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
];

/// Whether some of the calls passed authorization: those that then failed for another reason did, too.
fn was_authorized(used: &ActionUse<'_>) -> bool {
    match used.outcome {
        Outcome::Ok => true,
        Outcome::Denied | Outcome::Refused => false,
        Outcome::Error => used.uses.iter().any(|(_, calls)| {
            let codes = &calls.error_codes;
            codes.is_empty()
                || codes.is_truncated()
                || !codes.iter().all(|code| NOT_AUTHENTICATED.contains(&&**code))
        }),
    }
}

fn grant(principal: &Principal, action: &str, uses: &[&ActionUse<'_>], catalog: &Catalog) -> Grant {
    let known = catalog.action(action);
    let (resources, mut widened) = match known {
        Some(known) => resources(principal, known, uses),
        // Usage files can come from elsewhere or from another catalogue.
        None => (vec!["*".to_owned()], vec![Widening::NoResourceLogged]),
    };
    let sorted = |texts: BTreeSet<String>| texts.into_iter().collect();
    let keys = || uses.iter().flat_map(|used| &used.uses);
    if keys().all(|(key, _)| matches!(key.mapped, Mapped::OneOf(_))) {
        widened.push(Widening::OneOfSeveral);
    }
    Grant {
        action: known.map_or_else(|| action.to_owned(), Action::full_name),
        resources,
        demands: Vec::new(),
        widened,
        via: sorted(uses.iter().filter_map(|used| used.via.map(str::to_owned)).collect()),
        count: uses.iter().map(|used| used.count).sum(),
        first: uses.iter().filter_map(|used| used.first).min(),
        last: uses.iter().filter_map(|used| used.last).max(),
        events: sorted(keys().map(|(key, _)| format!("{}:{}", key.event_source, key.event_name)).collect()),
        event_ids: {
            let ids: BTreeSet<&str> =
                keys().flat_map(|(_, used)| used.evidence.iter().map(|id| &**id)).collect();
            ids.into_iter().take(EVENT_IDS).map(str::to_owned).collect()
        },
    }
}

/// Event ids shown for one action: enough to look at, few enough to read.
const EVENT_IDS: usize = 3;

fn resources(
    principal: &Principal,
    action: Action<'_>,
    uses: &[&ActionUse<'_>],
) -> (Vec<String>, Vec<Widening>) {
    let everything = |why: Option<Widening>| (vec!["*".to_owned()], why.into_iter().collect());
    if action.targets().len() == 0 {
        return everything(None);
    }
    if uses.iter().any(|used| used.resources.is_truncated()) {
        return everything(Some(Widening::TooManyResources));
    }
    let mut entries = BTreeSet::new();
    let mut widened = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for used in uses {
        let crowded: Vec<_> = used.resources.crowded_stems().collect();
        for (arn, known) in used.resources.entries() {
            let entry = resource_entry(&arn, known);
            let types = types_of(action, &entry);
            if types.is_empty() {
                continue;
            }
            seen.extend(types.iter().map(|found| found.name()));
            if let Some(stem) = crowded.iter().find(|stem| arn.starts_with(**stem)) {
                widened.insert(Widening::TooManyUnder((*stem).to_owned()));
                entries.insert(format!("{}*", resource_text(stem)));
                continue;
            }
            if known.origin.has(Origin::PATTERN) && !is_log_group(&entry) {
                widened.insert(Widening::PartlyLogged(entry.clone()));
            }
            entries.insert(entry);
        }
    }
    if entries.is_empty() {
        return everything(Some(Widening::NoResourceLogged));
    }
    for target in action.targets().filter(|target| target.required && !seen.contains(target.resource.name()))
    {
        widened.insert(Widening::TypeNotLogged(target.resource.name().to_owned()));
        entries.extend(target.resource.arn_formats().map(|format| of_account(format, principal)));
    }
    (entries.into_iter().collect(), widened.into_iter().collect())
}

/// Whether a pattern is the form in which AWS checks log groups, which allows no more than the group.
fn is_log_group(pattern: &str) -> bool {
    pattern.contains(":log-group:") && pattern.strip_suffix(":*").is_some_and(|group| !group.contains('*'))
}

/// The action's resource types that a policy entry can be one of.
fn types_of<'c>(action: Action<'c>, entry: &str) -> Vec<ResourceType<'c>> {
    let pattern = ResourcePattern::with_variables(entry);
    action.targets_meeting(&pattern).into_iter().map(|target| target.resource).collect()
}

/// A resource of usage as an entry of `Resource`.
pub fn resource_entry(arn: &str, known: Known) -> String {
    if known.origin.has(Origin::PATTERN) { arn.to_owned() } else { logged(arn) }
}

/// An ARN of the log as a policy entry: a trailing `*` is the log's own prefix form, any other is part of a name.
fn logged(arn: &str) -> String {
    match arn.strip_suffix('*') {
        Some(prefix) => format!("{}*", resource_text(prefix)),
        None => resource_text(arn),
    }
}

/// Every resource of an ARN format in the principal's account and partition.
fn of_account(format: &str, principal: &Principal) -> String {
    let own = Arn::parse(principal.name()).ok();
    let mut filled = String::new();
    let mut rest = format;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(before);
        filled.push_str(match (name, own) {
            ("Partition", Some(own)) => own.partition,
            ("Account", Some(own)) if !own.account.is_empty() => own.account,
            _ => "*",
        });
        rest = tail;
    }
    filled.push_str(rest);
    filled
}
