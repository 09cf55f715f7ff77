//! Why a call was denied, and what would allow it.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;
use trail::{Layer, Reason};

/// Why a call was denied
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct DeniedReason {
    /// `implicit-LAYER`: no policy of that kind allows it; `explicit-LAYER`: one denies it; `explicit`; `unknown`
    reason: String,
    /// What kind of policy decided
    #[serde(skip_serializing_if = "Option::is_none")]
    policies: Option<String>,
    /// What would allow the call
    would_allow: String,
}

impl DeniedReason {
    /// The known reasons; the unknown one only where there is no other.
    pub(super) fn all(reasons: &BTreeSet<Reason>) -> Vec<Self> {
        let known: Vec<_> = reasons
            .iter()
            .filter(|reason| **reason != Reason::Unknown)
            .map(|reason| Self::of(*reason))
            .collect();
        if known.is_empty() { vec![Self::of(Reason::Unknown)] } else { known }
    }

    pub(super) fn reason(&self) -> &str {
        &self.reason
    }

    pub(super) fn would_allow(&self) -> &str {
        &self.would_allow
    }

    fn of(reason: Reason) -> Self {
        let layer = match reason {
            Reason::Unknown | Reason::Explicit => None,
            Reason::Implicit(layer) | Reason::ExplicitIn(layer) => Some(layer),
        };
        let would_allow = match reason {
            Reason::Unknown => {
                "the log does not say which policy decided: `leastwise simulate` does, given the policies".to_owned()
            }
            Reason::Explicit => {
                "a Deny that does not apply to the call: no Allow overrides it, and the log does not say where it is".to_owned()
            }
            Reason::Implicit(layer) => missing(layer).to_owned(),
            Reason::ExplicitIn(layer) => {
                format!("a Deny in {} that does not apply to the call: no Allow overrides it", a(layer))
            }
        };
        Self {
            reason: reason.name().into_owned(),
            policies: layer.map(|layer| kind(layer).to_owned()),
            would_allow,
        }
    }
}

fn kind(layer: Layer) -> &'static str {
    match layer {
        Layer::Identity => "identity-based policies",
        Layer::Resource => "resource-based policies",
        Layer::Trust => "role trust policies",
        Layer::Scp => "service control policies",
        Layer::Rcp => "resource control policies",
        Layer::Boundary => "permissions boundaries",
        Layer::Session => "session policies",
        Layer::Endpoint => "VPC endpoint policies",
    }
}

fn a(layer: Layer) -> &'static str {
    match layer {
        Layer::Identity => "an identity-based policy",
        Layer::Resource => "a resource-based policy",
        Layer::Trust => "a role trust policy",
        Layer::Scp => "a service control policy",
        Layer::Rcp => "a resource control policy",
        Layer::Boundary => "a permissions boundary",
        Layer::Session => "a session policy",
        Layer::Endpoint => "a VPC endpoint policy",
    }
}

/// What would end an implicit denial.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html>
fn missing(layer: Layer) -> &'static str {
    match layer {
        Layer::Identity => "an Allow in a policy of the principal or of its groups",
        Layer::Resource => "an Allow in the policy of the resource",
        Layer::Trust => "an Allow for the principal in the trust policy of the role",
        Layer::Scp => "an Allow in the service control policies of the account and of every level above it",
        Layer::Rcp => "an Allow in the resource control policies of every level",
        Layer::Boundary => "an Allow in the permissions boundary, beside the one in the principal's policies",
        Layer::Session => "an Allow in the policy that the session began with, beside the one in the role's",
        Layer::Endpoint => "an Allow in the policy of the VPC endpoint",
    }
}
