//! The contexts in which calls may have been made, as far as usage tells of what policies ask for.
//!
//! Usage keeps sets, not single calls: every combination of what is in the sets may have occurred. What it does not tell is unknown,
//! so that a decision that hangs on it is, too.

use std::collections::BTreeSet;

use catalog::Action;
use eval::{Context, Values};
use policy::tree::{Part, Template};
use trail::usage::Networks;
use trail::{Principal, PrincipalKind, Use};

/// The most combinations that are looked at; of what makes more, the value counts as unknown.
const MOST: usize = 256;

/// One call as its circumstances are told.
#[derive(Clone, Copy)]
pub(crate) struct Call<'a> {
    pub(crate) action: Action<'a>,
    pub(crate) principal: &'a Principal,
    pub(crate) via: Option<&'a str>,
    /// The service that gets the role, where one is handed over.
    pub(crate) passed_to: Option<&'a str>,
    /// The call that made what is tagged.
    pub(crate) created_by: Option<&'a str>,
    /// Whether a service asked for it in the course of another call.
    pub(crate) is_inferred: bool,
    pub(crate) known: &'a Use,
}

/// What a request may carry: keys with a value, without one, or with one that nobody knows.
type Way = Vec<(&'static str, Option<Values>)>;

/// The condition keys, in lower case, that statements look at in conditions or variables.
pub(super) fn keys(statements: &[&eval::prepare::Statement]) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for statement in statements {
        for condition in &statement.conditions {
            keys.insert(condition.key.to_ascii_lowercase());
            for value in &condition.values {
                variables(&value.text, &mut keys);
            }
        }
        let (eval::prepare::Resources::Of(entries) | eval::prepare::Resources::Except(entries)) =
            &statement.resources
        else {
            continue;
        };
        for entry in entries {
            variables(entry.text(), &mut keys);
        }
    }
    keys
}

fn variables(text: &str, keys: &mut BTreeSet<String>) {
    if text.contains("${") {
        for part in Template::parse(text).parts {
            if let Part::Variable { key, .. } = part {
                keys.insert(key.to_ascii_lowercase());
            }
        }
    }
}

/// Every context that the call may have had, as far as the keys go; at least one.
pub(super) fn contexts(call: &Call<'_>, keys: &BTreeSet<String>) -> Vec<Context> {
    let mut contexts = vec![Context::new()];
    if keys.is_empty() {
        return contexts;
    }
    let mut told: BTreeSet<&str> = FROM_THE_CALLER.into_iter().collect();
    for (of, ways) in dimensions(call) {
        told.extend(of.iter().copied());
        let wanted: Vec<_> = of.iter().copied().filter(|key| keys.contains(*key)).collect();
        if wanted.is_empty() {
            continue;
        }
        let mut ways: Vec<Way> = ways
            .into_iter()
            .map(|way| way.into_iter().filter(|(key, _)| wanted.contains(key)).collect())
            .collect();
        ways.dedup();
        if ways.is_empty() || ways.len() * contexts.len() > MOST {
            ways = vec![wanted.iter().map(|key| (*key, Some(Values::Unknown))).collect()];
        }
        contexts = contexts.iter().flat_map(|context| ways.iter().map(|way| with(context, way))).collect();
    }
    for key in keys.iter().filter(|key| !told.contains(key.as_str())) {
        for context in &mut contexts {
            context.set(key, Values::Unknown);
        }
    }
    contexts
}

/// Keys, each with what is known of it: none if it has no value.
pub(crate) type Told = Vec<(String, Option<Values>)>;

/// What is known of the keys, for each context that the call may have had.
pub(crate) fn ways(call: &Call<'_>, keys: &BTreeSet<String>) -> Vec<Told> {
    let told = |context: &Context| keys.iter().map(|key| (key.clone(), context.get(key).cloned())).collect();
    contexts(call, keys).iter().map(told).collect()
}

/// What is known of each key, whichever of the calls it was.
pub(crate) fn agreed(calls: &[Call<'_>], keys: &BTreeSet<String>) -> Told {
    let all: Vec<Context> = calls.iter().flat_map(|call| contexts(call, keys)).collect();
    let agreed = |key: &String| {
        let mut values = all.iter().map(|context| context.get(key));
        let first = values.next().flatten();
        let value = if values.all(|other| other == first) { first.cloned() } else { NOT_KNOWN };
        (key.clone(), value)
    };
    keys.iter().map(agreed).collect()
}

/// Keys that follow from who the caller is.
const FROM_THE_CALLER: [&str; 5] = [
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalisawsservice",
    "aws:principaltype",
    "aws:resourceaccount",
];

fn with(context: &Context, way: &Way) -> Context {
    let mut context = context.clone();
    for (key, values) in way {
        if let Some(values) = values {
            context.set(key, values.clone());
        }
    }
    context
}

/// What usage tells of, each with the keys that hang together and the ways in which they may have come. No way is: nothing is known.
fn dimensions(call: &Call<'_>) -> [(&'static [&'static str], Vec<Way>); 9] {
    [
        (&["aws:requestedregion", "kms:viaservice"], region(call)),
        (&["aws:sourcevpce", "aws:sourcevpc"], endpoint(call)),
        (&["aws:securetransport"], tls(call)),
        (&["aws:multifactorauthpresent"], second_factor(call)),
        (&["aws:sourceip", "aws:vpcsourceip"], address(call)),
        (&["aws:calledvia", "aws:calledvialast", "aws:calledviafirst", "aws:viaawsservice"], via(call)),
        (&["aws:username"], name(call)),
        (&["iam:passedtoservice", "kms:grantisforawsresource"], purpose(call)),
        (&CREATE_ACTIONS, maker(call)),
    ]
}

#[allow(clippy::unnecessary_wraps, reason = "a key that has no value is None beside it")]
fn one(value: &str) -> Option<Values> {
    Some(Values::One(value.to_owned()))
}

const NOT_KNOWN: Option<Values> = Some(Values::Unknown);

fn region(call: &Call<'_>) -> Vec<Way> {
    let misleads = draft::forward::region_misleads(call.action);
    let sender = call.via.and_then(draft::forward::sent_as_via_service).filter(|_| is_of_kms(call));
    let way = |region: Option<&str>| -> Way {
        let requested = region.filter(|_| !misleads).map_or(NOT_KNOWN, one);
        let through = match (sender, region) {
            (Some(service), Some(region)) => one(&format!("{service}.{region}.amazonaws.com")),
            (Some(_), None) => NOT_KNOWN,
            (None, _) => None,
        };
        vec![("aws:requestedregion", requested), ("kms:viaservice", through)]
    };
    let regions = &call.known.regions;
    let is_all = !call.known.context.unsaid.region && !regions.is_truncated() && !regions.is_empty();
    let known = regions.iter().map(|region| way(Some(region)));
    known.chain((!is_all).then(|| way(None))).collect()
}

fn is_of_kms(call: &Call<'_>) -> bool {
    call.action.service().prefix() == "kms"
}

/// Whether the usage holds circumstances at all, of which each call has one as to a second factor.
fn is_told(call: &Call<'_>) -> bool {
    call.known.context.mfa.names().next().is_some()
}

/// Of a call that a service makes for its caller, the log tells the service's address and means.
fn is_direct(call: &Call<'_>) -> bool {
    call.via.is_none() && !call.is_inferred && is_told(call)
}

fn endpoint(call: &Call<'_>) -> Vec<Way> {
    if !is_direct(call) {
        return Vec::new();
    }
    let endpoints = &call.known.context.vpc_endpoints;
    // Of which network an endpoint is, the log does not say.
    let way = |endpoint, network| vec![("aws:sourcevpce", endpoint), ("aws:sourcevpc", network)];
    let known = endpoints.iter().map(|endpoint| way(one(endpoint), NOT_KNOWN));
    let others = endpoints.is_truncated().then(|| way(NOT_KNOWN, NOT_KNOWN));
    known.chain(others).chain(call.known.context.unsaid.vpc_endpoint.then(|| way(None, None))).collect()
}

fn tls(call: &Call<'_>) -> Vec<Way> {
    let versions = &call.known.context.tls_versions;
    let is_all = !call.known.context.unsaid.tls_version && !versions.is_truncated() && !versions.is_empty();
    let is_encrypted = is_direct(call) && is_all && versions.iter().all(|version| version.starts_with("TLS"));
    if is_encrypted { vec![vec![("aws:securetransport", one("true"))]] } else { Vec::new() }
}

fn second_factor(call: &Call<'_>) -> Vec<Way> {
    if !is_direct(call) {
        return Vec::new();
    }
    let states = call.known.context.mfa;
    let values = [(states.with, one("true")), (states.without, one("false")), (states.unsaid, None)];
    let ways = values.into_iter().filter(|(occurred, _)| *occurred);
    ways.map(|(_, value)| vec![("aws:multifactorauthpresent", value)]).collect()
}

fn address(call: &Call<'_>) -> Vec<Way> {
    if !is_direct(call) {
        return Vec::new();
    }
    let texts = |networks: &Networks| -> Vec<Option<Values>> {
        let whole =
            |length: u8, address: std::net::IpAddr| length == if address.is_ipv4() { 32 } else { 128 };
        let text = |network: trail::usage::Network| {
            if whole(network.length, network.address) { one(&network.address.to_string()) } else { NOT_KNOWN }
        };
        networks.iter().map(text).collect()
    };
    let context = &call.known.context;
    let public = texts(&context.networks);
    let private = texts(&context.vpc_networks);
    let way = |public, private| vec![("aws:sourceip", public), ("aws:vpcsourceip", private)];
    let public = public.into_iter().map(|value| way(value, None));
    public.chain(private.into_iter().map(|value| way(None, value))).collect()
}

fn via(call: &Call<'_>) -> Vec<Way> {
    let Some(service) = call.via else {
        let forwarded = one(if call.is_inferred { "true" } else { "false" });
        return if call.is_inferred { Vec::new() } else { vec![vec![("aws:viaawsservice", forwarded)]] };
    };
    let is_sent = draft::forward::is_sent_as_called_via(service);
    let chain = is_sent.then(|| Values::Many(vec![service.to_owned()]));
    let last = if is_sent { one(service) } else { None };
    // The first of a longer chain is not in the log.
    let first = if is_sent { NOT_KNOWN } else { None };
    let service = one("true");
    vec![vec![
        ("aws:calledvia", chain),
        ("aws:calledvialast", last),
        ("aws:calledviafirst", first),
        ("aws:viaawsservice", service),
    ]]
}

fn name(call: &Call<'_>) -> Vec<Way> {
    let own = call.principal.name().rsplit('/').next();
    let name = own.filter(|_| call.principal.kind() == PrincipalKind::User);
    vec![vec![("aws:username", name.and_then(one))]]
}

fn purpose(call: &Call<'_>) -> Vec<Way> {
    let receiver = call.passed_to.map_or(NOT_KNOWN, one);
    let of_service = if call.is_inferred && is_of_kms(call) { one("true") } else { NOT_KNOWN };
    vec![vec![("iam:passedtoservice", receiver), ("kms:grantisforawsresource", of_service)]]
}

/// Keys of tagging actions for the call that makes what is tagged.
const CREATE_ACTIONS: [&str; 9] = [
    "cloudformation:createaction",
    "drs:createaction",
    "ec2:createaction",
    "ecs:createaction",
    "elasticfilesystem:createaction",
    "elasticloadbalancing:createaction",
    "mgn:createaction",
    "s3files:createaction",
    "vpc-lattice:createaction",
];

/// Only calls that make something carry one.
fn maker(call: &Call<'_>) -> Vec<Way> {
    let own = call.action.service().prefix();
    let is_own = |key: &str| key.split(':').next() == Some(own);
    let value = |key: &'static str| (key, call.created_by.filter(|_| is_own(key)).and_then(one));
    vec![CREATE_ACTIONS.into_iter().map(value).collect()]
}

#[cfg(test)]
mod tests {
    use catalog::Catalog;

    use super::*;

    #[test]
    fn every_key_for_the_maker_is_known() {
        let keys = Catalog::embedded().condition_keys();
        let keys =
            keys.map(|key| key.name().to_ascii_lowercase()).filter(|name| name.ends_with(":createaction"));
        assert_eq!(keys.collect::<BTreeSet<_>>(), CREATE_ACTIONS.map(str::to_owned).into());
    }
}
