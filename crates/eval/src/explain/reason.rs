//! The decision in one sentence.

use super::{LayerReport, Verdict};
use crate::decide::is_always_allowed;
use crate::decide::{Decision, Layer, Outcome, Policies, Standing, Verdicts, is_own, standing};
use crate::prepare::Grant;
use crate::{Caller, Request, Switches};

pub(super) fn of(
    request: &Request,
    policies: &Policies<'_>,
    switches: Switches,
    decision: Decision,
    layers: &[LayerReport],
) -> String {
    if is_always_allowed(request) {
        return format!("`{}` is always allowed: policies do not control it", request.action());
    }
    match decision.outcome {
        Outcome::Allowed => allowed(request, policies, switches, layers),
        Outcome::ExplicitlyDenied => {
            let denying = decision.blocked_by.iter().filter_map(|layer| matching(layers, layer, false));
            denying.collect::<Vec<_>>().join("; ")
        }
        Outcome::ImplicitlyDenied => {
            let missing: Vec<_> =
                decision.blocked_by.iter().map(|layer| lacking(layer, request, policies)).collect();
            missing.join("; ")
        }
        Outcome::Unknown => unknown(layers),
    }
}

fn allowed(request: &Request, policies: &Policies<'_>, switches: Switches, layers: &[LayerReport]) -> String {
    let verdicts = Verdicts::of(request, policies, switches);
    let strong = verdicts.resource_reaches(&[Grant::Full, Grant::Session, Grant::Limited]).is_yes();
    let by = |layer| matching(layers, layer, true);
    let resource = by(Layer::Resource)
        .filter(|_| strong || !is_own(request) || standing(request) == Standing::ResourceFirst);
    let identity = by(Layer::Identity).filter(|_| !(strong && is_own(request)));
    let parts: Vec<_> = resource.into_iter().chain(identity).collect();
    match request.caller() {
        Caller::Root { .. } if parts.is_empty() => {
            "the root user may do everything in its own account".to_owned()
        }
        _ if parts.is_empty() => "nothing stands in the way".to_owned(),
        _ => parts.join(", and "),
    }
}

/// The first statement of a layer that matches, in words.
fn matching(layers: &[LayerReport], layer: Layer, allows: bool) -> Option<String> {
    let report = layers.iter().find(|report| report.layer == layer)?;
    let (policy, statement) = report.policies.iter().find_map(|policy| {
        let fits = |statement: &&super::StatementReport| {
            statement.allows == allows && statement.verdict == Verdict::Matches
        };
        policy.statements.iter().find(fits).map(|statement| (policy, statement))
    })?;
    let verb = if allows { "allows" } else { "denies" };
    Some(format!("{} of {} {verb} it", statement.label, policy.name))
}

fn lacking(layer: Layer, request: &Request, policies: &Policies<'_>) -> String {
    match layer {
        Layer::Scp => "no service control policy allows it at some level".to_owned(),
        Layer::Rcp => "no resource control policy allows it at some level".to_owned(),
        Layer::Endpoint => "the VPC endpoint's policy does not allow it".to_owned(),
        Layer::Boundary => "the permissions boundary does not allow it".to_owned(),
        Layer::Session => "the session policy does not allow it".to_owned(),
        Layer::Identity
            if matches!(request.caller(), Caller::FederatedUser { .. }) && policies.session.is_none() =>
        {
            "a federated session without session policy has no permissions of its user".to_owned()
        }
        Layer::Identity => "no identity-based policy allows it".to_owned(),
        Layer::Resource if policies.resource.is_none() => match standing(request) {
            Standing::ResourceFirst => {
                "the resource's own policy must allow it first, and none was given".to_owned()
            }
            Standing::Either => {
                "the resource's own policy must allow it as well, and none was given".to_owned()
            }
        },
        Layer::Resource => "the resource's own policy does not allow it".to_owned(),
    }
}

fn unknown(layers: &[LayerReport]) -> String {
    let statements = layers
        .iter()
        .flat_map(|layer| layer.policies.iter())
        .flat_map(|policy| policy.statements.iter().map(move |statement| (policy, statement)));
    let mut unknown = statements.filter_map(|(policy, statement)| match &statement.verdict {
        Verdict::Unknown { why } => Some(format!("{} of {}: {why}", statement.label, policy.name)),
        _ => None,
    });
    unknown.next().unwrap_or_default()
}
