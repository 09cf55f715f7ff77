//! What all calls met.

use std::collections::BTreeSet;

use catalog::{Action, Catalog};
use trail::{ActionUse, Use};

use super::forward;
use super::global_services::region_misleads;
use crate::{Demand, Mode};

/// What all the uses of an action met that came in one way: made by the caller itself, or by a service for it.
pub(crate) fn met(
    action: Action<'_>,
    way: Option<&str>,
    uses: &[&ActionUse<'_>],
    catalog: &Catalog,
) -> Vec<Demand> {
    let calls: Vec<&Use> = uses.iter().flat_map(|used| used.uses.iter().map(|(_, calls)| *calls)).collect();
    let regions = regions(&calls, catalog);
    let mut met: Vec<Demand> = region(action, regions.as_deref()).into_iter().collect();
    match way {
        // Of a call that a service makes, address, endpoint, encryption and second factor are not told as the key sees them.
        Some(service) => met.extend(forward::demand(action, service, regions.as_deref())),
        None => met.extend([endpoint(&calls), tls(&calls), second_factor(&calls)].into_iter().flatten()),
    }
    met.retain(|demand| is_of(action, &demand.key, catalog));
    met.sort();
    met
}

/// What an action of KMS meets that a service asks for in the course of these calls.
pub(crate) fn of_key(
    action: Action<'_>,
    service: Option<&str>,
    calls: &[&Use],
    mode: Mode,
    catalog: &Catalog,
) -> Vec<Demand> {
    let regions = regions(calls, catalog);
    let via = service.and_then(|service| forward::demand(action, service, regions.as_deref()));
    let Some(via) = via else { return Vec::new() };
    let mut met = Vec::new();
    if action.name() == "CreateGrant" {
        // Grants that a caller makes itself could go to anybody.
        met.push(demand("Bool", "kms:GrantIsForAWSResource", ["true"]));
    }
    if mode == Mode::Conditions {
        met.push(via);
        met.extend(region(action, regions.as_deref()));
    }
    met.retain(|demand| is_of(action, &demand.key, catalog));
    met.sort();
    met
}

/// The regions of all calls, if all are known.
fn regions<'a>(calls: &[&'a Use], catalog: &Catalog) -> Option<Vec<&'a str>> {
    let mut regions = BTreeSet::new();
    for call in calls {
        if call.context.unsaid.region || call.regions.is_truncated() || call.regions.is_empty() {
            return None;
        }
        regions.extend(call.regions.iter().map(|region| &**region));
    }
    let is_known = |region: &&str| catalog.region(region).is_some_and(|known| !known.is_pseudo());
    (!regions.is_empty() && regions.iter().all(is_known)).then(|| regions.into_iter().collect())
}

fn region(action: Action<'_>, regions: Option<&[&str]>) -> Option<Demand> {
    let regions = regions.filter(|_| !region_misleads(action))?;
    Some(demand("StringEquals", "aws:RequestedRegion", regions.iter().copied()))
}

fn endpoint(calls: &[&Use]) -> Option<Demand> {
    let mut endpoints = BTreeSet::new();
    for call in calls {
        let own = &call.context.vpc_endpoints;
        if call.context.unsaid.vpc_endpoint || own.is_truncated() || own.is_empty() {
            return None;
        }
        endpoints.extend(own.iter().map(|endpoint| &**endpoint));
    }
    // A name that is none would be a condition that nobody meets again.
    let is_name = |name: &&str| {
        name.strip_prefix("vpce-").is_some_and(|id| id.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    (!endpoints.is_empty() && endpoints.iter().all(is_name))
        .then(|| demand("StringEquals", "aws:SourceVpce", endpoints))
}

fn tls(calls: &[&Use]) -> Option<Demand> {
    let is_encrypted = |call: &&Use| {
        let versions = &call.context.tls_versions;
        let is_known = !call.context.unsaid.tls_version && !versions.is_truncated() && !versions.is_empty();
        is_known && versions.iter().all(|version| version.starts_with("TLS"))
    };
    (!calls.is_empty() && calls.iter().all(is_encrypted))
        .then(|| demand("Bool", "aws:SecureTransport", ["true"]))
}

fn second_factor(calls: &[&Use]) -> Option<Demand> {
    let is_always = !calls.is_empty() && calls.iter().all(|call| call.context.mfa.is_always());
    is_always.then(|| demand("Bool", "aws:MultiFactorAuthPresent", ["true"]))
}

/// Whether requests for the action carry the key.
fn is_of(action: Action<'_>, key: &str, catalog: &Catalog) -> bool {
    let of_service = |prefix: &str| prefix == action.service().prefix();
    let is_global = catalog.global_key(key).is_some_and(|global| {
        let mut services = global.services().peekable();
        services.peek().is_none() || services.any(of_service)
    });
    is_global || action.condition_key(key).is_some()
}

fn demand<'a>(operator: &str, key: &str, values: impl IntoIterator<Item = &'a str>) -> Demand {
    Demand {
        operator: operator.to_owned(),
        key: key.to_owned(),
        values: values.into_iter().map(str::to_owned).collect(),
    }
}
