//! Grants of what authorized calls stand for.

use std::collections::BTreeMap;

use catalog::{Action, Catalog};
use trail::{ActionUse, Mapped, Outcome, Use};

use super::resources;
use crate::left_out::left_out;
use crate::{Basis, Grant, LeftOut, Mode, Options, WhyLeftOut, Widening, conditions};

/// One grant for each action that was authorized; with conditions one for each way in which it came.
pub(super) fn used(
    uses: &[ActionUse<'_>],
    options: &Options,
    catalog: &Catalog,
    others: &mut Vec<LeftOut>,
) -> Vec<Grant> {
    let mut by_action: BTreeMap<&str, Vec<&ActionUse<'_>>> = BTreeMap::new();
    // Uses of one action and outcome may be of both sorts.
    let (mut failed, mut refused) = (Vec::new(), Vec::new());
    for used in uses {
        match used.outcome {
            Outcome::Denied | Outcome::Refused => {}
            Outcome::Ok => by_action.entry(used.action).or_default().push(used),
            Outcome::Error => {
                failed.extend(used.only(|key, calls| was_authorized(key.outcome, calls)));
                refused.extend(used.only(|key, calls| !was_authorized(key.outcome, calls)));
            }
        }
    }
    for used in &failed {
        by_action.entry(used.action).or_default().push(used);
    }
    others.extend(refused.iter().map(|used| left_out(used, WhyLeftOut::CredentialsRefused)));
    let mut grants = Vec::new();
    for (action, uses) in by_action {
        let known = catalog.action(action);
        let name = known.map_or_else(|| action.to_owned(), Action::full_name);
        let count = uses.iter().fold(0, |sum: u64, used| sum.saturating_add(used.count));
        let refusal = options.filter.refuses(&name).or_else(|| options.filter.is_too_few(count));
        // By itself a use does not tell to which service a role is to go; requests that hand one over do.
        let refusal =
            refusal.or_else(|| (name == conditions::PASS_ROLE).then_some(WhyLeftOut::ReceiverUnknown));
        if let Some(why) = refusal {
            others.extend(uses.iter().map(|used| left_out(used, why.clone())));
            continue;
        }
        let mut ways: BTreeMap<Option<&str>, Vec<&ActionUse<'_>>> = BTreeMap::new();
        for used in uses {
            let way = used.via.filter(|_| options.mode == Mode::Conditions);
            ways.entry(way).or_default().push(used);
        }
        let of_ways = ways.iter().map(|(way, uses)| grant(known, &name, *way, uses, options.mode, catalog));
        grants.extend(together(of_ways.collect()));
    }
    grants
}

/// The grants of one action, without those that another covers: what such rests on is added to the other.
fn together(mut grants: Vec<Grant>) -> Vec<Grant> {
    let mut kept: Vec<Grant> = Vec::new();
    // Those that demand least come first, so that each meets what could cover it.
    grants.sort_by_key(|grant| (grant.demands.len(), std::cmp::Reverse(grant.resources.len())));
    for grant in grants {
        match kept.iter_mut().find(|other| other.covers(&grant)) {
            Some(other) => other.merge(Grant { resources: Vec::new(), demands: Vec::new(), ..grant }),
            None => kept.push(grant),
        }
    }
    kept
}

fn grant(
    known: Option<Action<'_>>,
    name: &str,
    way: Option<&str>,
    uses: &[&ActionUse<'_>],
    mode: Mode,
    catalog: &Catalog,
) -> Grant {
    let mut grant = Grant::of_uses(name.to_owned(), Basis::Used, uses);
    if let Some(known) = known {
        resources::fill(&mut grant, known, uses, mode);
        if mode == Mode::Conditions {
            grant.demands = conditions::met(known, way, uses, catalog);
        }
    } else {
        // Usage files can come from elsewhere or from another catalogue.
        grant.resources.push("*".to_owned());
        grant.widened.push(Widening::NoResourceLogged);
    }
    let keys = || uses.iter().flat_map(|used| &used.uses);
    if keys().all(|(key, _)| matches!(key.mapped, Mapped::OneOf(_))) {
        grant.widened.push(Widening::OneOfSeveral);
    }
    if uses.iter().all(|used| used.outcome == Outcome::Error) {
        let codes = keys().flat_map(|(_, calls)| calls.error_codes.iter());
        grant.only_failed = codes.map(ToString::to_string).collect();
    }
    grant.sort();
    grant
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

/// Whether calls of this outcome passed authorization, or some of them: those that then failed for another reason did, too.
pub fn was_authorized(outcome: Outcome, calls: &Use) -> bool {
    let codes = &calls.error_codes;
    match outcome {
        Outcome::Ok => true,
        Outcome::Denied | Outcome::Refused => false,
        Outcome::Error => {
            codes.is_empty()
                || codes.is_truncated()
                || !codes.iter().all(|code| NOT_AUTHENTICATED.contains(&&**code))
        }
    }
}
