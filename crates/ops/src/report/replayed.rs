//! Used actions on their resources, decided against both sides.
//!
//! Only what calls were authorized for is decided again. A key that the log does not tell is unknown, so that a decision that hangs on it
//! is, too. Where the resource has to agree, its policy is supposed to leave the decision to the caller's account.

use std::collections::BTreeSet;

use eval::Caller;
use trail::resource::Origin;
use trail::usage::InferredUse;
use trail::{Mapped, Principal, Resources, Use, UseKey};

use super::about::{About, Used};
use super::requests::{Ask, Sides, decided, is_telling, leaving_it_to};
use crate::OpError;
use crate::simulate::{Asked, Case, Principal as Who, account_of};
use crate::wire::{KeyValues, NotReplayed, RequestsChange};

/// Services whose calls for others carry `aws:CalledVia`, of those that are documented to.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-calledvia>
const CALLED_VIA: [&str; 4] =
    ["athena.amazonaws.com", "cloudformation.amazonaws.com", "dynamodb.amazonaws.com", "kms.amazonaws.com"];

/// A use to be decided again: an action of one way.
struct Call<'a> {
    action: &'a str,
    via: Option<&'a str>,
    count: u64,
    resources: &'a Resources,
    uses: Vec<&'a Use>,
    /// Of a role that is passed: to whom.
    passed_to: Option<&'a str>,
}

/// Decides again what was used; none without usage.
pub(super) fn replayed(sides: &Sides, used: &Used<'_>, about: &About<'_>) -> Result<RequestsChange, OpError> {
    let mut change = RequestsChange::default();
    for principal in &used.principals {
        let mut replay = Replay {
            principal,
            account: String::new(),
            sides,
            left_to_account: None,
            about,
            change: &mut change,
        };
        match Caller::parse(principal.name()) {
            Err(_)
            | Ok(
                Caller::Anonymous | Caller::Root { .. } | Caller::Service { .. } | Caller::Federated { .. },
            ) => {
                replay.leave_out("*", "the principal has no policies of its own");
                continue;
            }
            Ok(caller) => {
                let mut both = Sides { before: sides.before.clone(), after: sides.after.clone() };
                let account = caller.account().unwrap_or_default();
                leaving_it_to(account, &mut both.before);
                leaving_it_to(account, &mut both.after);
                account.clone_into(&mut replay.account);
                replay.left_to_account = Some(both);
            }
        }
        replay.all(used)?;
    }
    Ok(change)
}

struct Replay<'a> {
    principal: &'a Principal,
    account: String,
    sides: &'a Sides,
    /// With a resource that leaves the decision to the caller's account.
    left_to_account: Option<Sides>,
    about: &'a About<'a>,
    change: &'a mut RequestsChange,
}

impl Replay<'_> {
    fn all(&mut self, used: &Used<'_>) -> Result<(), OpError> {
        let name = self.principal.name();
        for action in used.usage.actions_of(name) {
            let Some(action) = action.only(is_authorized) else { continue };
            if !action.uses.iter().any(|(key, _)| matches!(key.mapped, Mapped::Actions(_))) {
                self.leave_out(
                    action.action,
                    "the log does not tell which of several actions was called for",
                );
                continue;
            }
            self.call(&Call {
                action: action.action,
                via: action.via,
                count: action.count,
                resources: &action.resources,
                uses: action.uses.iter().map(|(_, use_)| *use_).collect(),
                passed_to: None,
            })?;
        }
        for inferred in used.usage.inferred_of(name) {
            if let Some(inferred) = inferred.only(is_authorized) {
                self.call(&of_inferred(&inferred))?;
            }
        }
        Ok(())
    }

    fn call(&mut self, call: &Call<'_>) -> Result<(), OpError> {
        let Some(action) = self.about.catalog.action(call.action) else {
            self.leave_out(call.action, "the action is not in the catalogue");
            return Ok(());
        };
        if action.targets().len() == 0 {
            return self.on(call, "*", false);
        }
        if call.resources.is_empty() {
            return self.on(call, "*", true);
        }
        for (arn, known) in call.resources.entries() {
            let is_pattern = known.origin.has(Origin::PATTERN) || arn.ends_with('*');
            self.on(call, &arn, is_pattern)?;
        }
        if call.resources.is_truncated() {
            self.leave_out(call.action, "it touched more resources than the usage holds");
        }
        Ok(())
    }

    fn on(&mut self, call: &Call<'_>, resource: &str, is_pattern: bool) -> Result<(), OpError> {
        self.about.cx.check_cancelled()?;
        let own = self.left_to_account.as_ref().filter(|_| self.asks_the_resource(call.action, resource));
        let sides = own.unwrap_or(self.sides);
        let case = Case {
            name: None,
            asked: asked(self.principal, call, resource, is_pattern, sides),
            expected: None,
        };
        let ask = Ask {
            case: &case,
            place: None,
            via: call.via.map(str::to_owned),
            count: Some(call.count),
            is_one_of_them: true,
        };
        let mut request = decided(&ask, (Ok(&sides.before), Ok(&sides.after)), self.about)?;
        if is_pattern {
            let why = "the log does not name the resource: the policies are asked about all that fit";
            request.reasons.push(why.to_owned());
        }
        self.change.counts.add(&request);
        if is_telling(&request) {
            self.change.requests.push(request);
        }
        Ok(())
    }

    /// Whether identity policies do not suffice, whatever they say.
    fn asks_the_resource(&self, action: &str, resource: &str) -> bool {
        let is_foreign = account_of(resource).is_some_and(|owner| owner != self.account);
        is_foreign || action.starts_with("kms:") || action.starts_with("sts:AssumeRole")
    }

    fn leave_out(&mut self, action: &str, why: &str) {
        self.change.not_replayed.push(NotReplayed {
            principal: self.principal.name().to_owned(),
            action: action.to_owned(),
            why: why.to_owned(),
        });
    }
}

/// As drafts take it: what was refused, or came with credentials that were, was never allowed.
fn is_authorized(key: &UseKey, calls: &Use) -> bool {
    draft::was_authorized(key.outcome, calls)
}

fn of_inferred<'a>(inferred: &'a InferredUse<'a>) -> Call<'a> {
    let is_pass = &*inferred.inferred.action == "iam:PassRole";
    let service = inferred.inferred.service.as_deref();
    Call {
        action: &inferred.inferred.action,
        via: service.filter(|_| !is_pass),
        count: inferred.uses.iter().fold(0, |sum, (_, use_)| sum.saturating_add(use_.count())),
        resources: &inferred.resources,
        uses: inferred.uses.iter().map(|(_, use_)| *use_).collect(),
        passed_to: service.filter(|_| is_pass),
    }
}

/// The request that stands for the calls, with what the log tells of its context.
fn asked(principal: &Principal, call: &Call<'_>, resource: &str, is_pattern: bool, sides: &Sides) -> Asked {
    let context = context(call, principal, resource);
    let is_known = |key: &str| context.iter().any(|known| known.0.eq_ignore_ascii_case(key));
    let keys: BTreeSet<&str> = sides.before.keys().chain(sides.after.keys()).collect();
    let unknown = keys.into_iter().filter(|key| !is_known(key) && !follows(key, resource));
    let unknown = unknown.map(str::to_owned).collect();
    let given = |(key, values): (String, Vec<String>)| {
        let is_list = key == "aws:CalledVia";
        (!values.is_empty()).then_some(KeyValues { key, values, is_list })
    };
    Asked {
        principal: Who::Named(principal.name().to_owned()),
        action: call.action.to_owned(),
        resource: resource.to_owned(),
        account: None,
        unknown,
        context: context.into_iter().filter_map(given).collect(),
        known: Vec::new(),
        is_whole: !is_pattern,
    }
}

/// Keys that follow from who asks for what.
fn follows(key: &str, resource: &str) -> bool {
    let has_region =
        resource.split(':').nth(3).is_some_and(|region| !region.is_empty() && !region.contains('*'));
    matches!(
        key,
        "aws:principalarn" | "aws:principalaccount" | "aws:principaltype" | "aws:principalisawsservice"
    ) || (key == "aws:resourceaccount" && account_of(resource).is_some())
        || (key == "aws:requestedregion" && has_region)
}

/// What the log tells of all calls alike, or tells that they do not have: keys with their values, none of which is absent.
fn context(call: &Call<'_>, principal: &Principal, resource: &str) -> Vec<(String, Vec<String>)> {
    let mut context: Vec<(String, Vec<String>)> = Vec::new();
    let mut put = |key: &str, values: Vec<String>| context.push((key.to_owned(), values));
    let one = |value: &str| vec![value.to_owned()];
    match call.via {
        None => {
            put("aws:ViaAWSService", one("false"));
            for key in ["aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast", "kms:ViaService"] {
                put(key, Vec::new());
            }
        }
        Some(via) => {
            put("aws:ViaAWSService", one("true"));
            if CALLED_VIA.contains(&via) {
                for key in ["aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast"] {
                    put(key, one(via));
                }
            }
        }
    }
    let region =
        only(call.uses.iter().map(|use_| (use_.regions.iter().collect(), use_.regions.is_truncated())));
    let of_resource = resource.split(':').nth(3).filter(|region| !region.is_empty() && !region.contains('*'));
    if let (None, Some(region)) = (of_resource, &region) {
        put("aws:RequestedRegion", one(region));
    }
    if let (Some(via), Some(region)) = (call.via, of_resource.or(region.as_deref()))
        && let Some(service) = via.strip_suffix(".amazonaws.com")
    {
        put("kms:ViaService", vec![format!("{service}.{region}.amazonaws.com")]);
    }
    if let Some(service) = call.passed_to {
        put("iam:PassedToService", one(service));
    }
    if let Ok(Caller::User { name, .. }) = Caller::parse(principal.name()) {
        put("aws:username", vec![name]);
    }
    let endpoints = || call.uses.iter().map(|use_| &use_.context.vpc_endpoints);
    let is_through_none = endpoints().all(|endpoints| endpoints.is_empty() && !endpoints.is_truncated());
    let is_direct = |use_: &&Use| !use_.context.networks.is_empty();
    if is_through_none {
        for key in ["aws:SourceVpce", "aws:SourceVpc", "aws:VpcSourceIp"] {
            put(key, Vec::new());
        }
    } else if !call.uses.iter().copied().any(|use_| is_direct(&use_))
        && let Some(endpoint) = only(endpoints().map(|ids| (ids.iter().collect(), ids.is_truncated())))
    {
        put("aws:SourceVpce", vec![endpoint]);
    }
    if call.via.is_none()
        && is_through_none
        && let Some(address) = address(call)
    {
        put("aws:SourceIp", vec![address]);
    }
    let mfa = call.uses.iter().map(|use_| use_.context.mfa);
    match mfa
        .fold((false, false, false), |all, mfa| (all.0 | mfa.with, all.1 | mfa.without, all.2 | mfa.unsaid))
    {
        (true, false, false) => put("aws:MultiFactorAuthPresent", one("true")),
        (false, true, false) => put("aws:MultiFactorAuthPresent", one("false")),
        (false, false, true) => put("aws:MultiFactorAuthPresent", Vec::new()),
        _ => {}
    }
    if call.uses.iter().all(|use_| !use_.context.tls_versions.is_empty()) {
        put("aws:SecureTransport", one("true"));
    }
    context
}

/// The one address that all calls came from.
fn address(call: &Call<'_>) -> Option<String> {
    let networks: BTreeSet<_> = call.uses.iter().flat_map(|use_| use_.context.networks.iter()).collect();
    let whole =
        |network: &trail::usage::Network| network.length == if network.address.is_ipv4() { 32 } else { 128 };
    let all_say = call.uses.iter().all(|use_| !use_.context.networks.is_empty());
    match networks.first() {
        Some(network) if networks.len() == 1 && all_say && whole(network) => {
            Some(network.address.to_string())
        }
        _ => None,
    }
}

/// The one value that all have.
fn only<'a>(all: impl Iterator<Item = (Vec<&'a std::sync::Arc<str>>, bool)>) -> Option<String> {
    let mut found: Option<&str> = None;
    for (values, is_truncated) in all {
        let [value] = values.as_slice() else { return None };
        if is_truncated || found.is_some_and(|found| *found != ***value) {
            return None;
        }
        found = Some(value);
    }
    found.map(str::to_owned)
}
