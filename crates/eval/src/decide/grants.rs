//! Who grants: the identity's policies, the resource's, or both together.

use super::verdicts::Verdicts;
use super::{Layer, Layers, Policies};
use crate::prepare::Grant;
use crate::{Caller, Request, Switch, Switches, Tri};

/// Whether the request is granted, and if not, which layers fell short.
pub(crate) struct Granted {
    pub(crate) answer: Tri,
    pub(crate) missing: Layers,
}

/// How a resource's policy stands to identity policies of its own account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Either grants.
    Either,
    /// Identity policies count only if the resource's policy names the account: keys of KMS, and roles to be assumed.
    ///
    /// Sources: <https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html>,
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>
    ResourceFirst,
}

const ANY: [Grant; 4] = [Grant::Delegated, Grant::Limited, Grant::Session, Grant::Full];

pub(super) fn granted(
    verdicts: &Verdicts,
    request: &Request,
    policies: &Policies<'_>,
    switches: Switches,
) -> Granted {
    let caller = request.caller();
    let any = if is_shut_out(request, policies) { Tri::No } else { verdicts.resource_reaches(&ANY) };
    match caller {
        Caller::Anonymous | Caller::Service { .. } | Caller::Federated { .. } => {
            Granted { answer: any, missing: short(&[(Layer::Resource, any)]) }
        }
        Caller::Root { .. } if is_own(request) && standing(request) == Standing::Either => {
            Granted { answer: Tri::Yes, missing: Layers::default() }
        }
        Caller::Root { .. } => Granted { answer: any, missing: short(&[(Layer::Resource, any)]) },
        _ if is_own(request) => within_account(verdicts, request, policies, switches),
        _ => {
            let own = own_side(verdicts, caller, policies);
            let layers = [(Layer::Resource, any), own[0], own[1], own[2]];
            Granted { answer: Tri::all(layers.map(|(_, answer)| answer)), missing: short(&layers) }
        }
    }
}

fn within_account(
    verdicts: &Verdicts,
    request: &Request,
    policies: &Policies<'_>,
    switches: Switches,
) -> Granted {
    let [identity, boundary, session] = own_side(verdicts, request.caller(), policies);
    let limits = boundary.1.and(session.1);
    let named = verdicts
        .resource_reaches(&[Grant::Full])
        .or(session_grant(verdicts, session.1, switches))
        .or(verdicts.resource_reaches(&[Grant::Limited]).and(limits));
    let delegated = match standing(request) {
        Standing::Either => Tri::Yes,
        Standing::ResourceFirst => verdicts.resource_reaches(&ANY),
    };
    let answer = named.or(delegated.and(identity.1).and(limits));
    let mut missing = short(&[identity, boundary, session]);
    let reaches = verdicts.resource_reaches(&[Grant::Limited, Grant::Session, Grant::Full]);
    if delegated.is_no() || (identity.1.is_no() && policies.resource.is_some() && reaches.is_no()) {
        missing.add(Layer::Resource);
    }
    Granted { answer, missing }
}

fn session_grant(verdicts: &Verdicts, session: Tri, switches: Switches) -> Tri {
    let named = verdicts.resource_reaches(&[Grant::Session]);
    if switches.is_on(Switch::SessionPolicyLimitsSessionArn) { named.and(session) } else { named }
}

/// The layers on the caller's side, each with whether it lets the request pass.
fn own_side(verdicts: &Verdicts, caller: &Caller, policies: &Policies<'_>) -> [(Layer, Tri); 3] {
    let identity = match caller {
        // A federated session has of its user's permissions only those that its session policy lets through.
        Caller::FederatedUser { .. } if policies.session.is_none() => Tri::No,
        Caller::Root { .. } => Tri::Yes,
        _ => verdicts.identity.allowed(),
    };
    [
        (Layer::Identity, identity),
        (Layer::Boundary, verdicts.boundary.passes),
        (Layer::Session, verdicts.session.passes),
    ]
}

fn short(layers: &[(Layer, Tri)]) -> Layers {
    layers.iter().filter(|(_, answer)| answer.is_no()).map(|(layer, _)| *layer).collect()
}

/// Whether the caller's account owns the resource. A resource whose owner nobody knows is taken to be the caller's own.
pub(crate) fn is_own(request: &Request) -> bool {
    request.resource_account().is_none_or(|owner| request.caller().account() == Some(owner))
}

pub(crate) fn standing(request: &Request) -> Standing {
    let view = request.view(false);
    let Some([_, _, service, _, _, resource]) = view.resource.parts().copied() else {
        return Standing::Either;
    };
    let is_key = service == "kms" && resource.starts_with("key/");
    let is_role = service == "iam" && resource.starts_with("role/");
    let assumes = view.service.eq_ignore_ascii_case("sts");
    if (is_key && view.service.eq_ignore_ascii_case("kms")) || (is_role && assumes) {
        Standing::ResourceFirst
    } else {
        Standing::Either
    }
}

/// Whether S3 Block Public Access keeps the caller out of a bucket with a public policy.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>
fn is_shut_out(request: &Request, policies: &Policies<'_>) -> bool {
    let is_stranger = match request.caller() {
        Caller::Service { .. } => false,
        Caller::Anonymous => true,
        _ => !is_own(request),
    };
    let view = request.view(false);
    let is_bucket = view.resource.parts().is_some_and(|parts| parts[2] == "s3");
    let is_public = || policies.resource.is_some_and(crate::Prepared::is_public);
    policies.restrict_public_buckets && is_stranger && is_bucket && is_public()
}
