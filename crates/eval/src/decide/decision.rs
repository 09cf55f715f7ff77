//! What becomes of a request, and the calls that policies do not control.

use super::verdicts::Verdicts;
use super::{Layers, Policies};
use crate::{Request, Switches, Tri};

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    Allowed,
    /// A Deny matches.
    ExplicitlyDenied,
    /// Nothing denies, but something that must allow does not.
    ImplicitlyDenied,
    /// It hangs on something that the request or the policies do not tell.
    Unknown,
}

/// An outcome, and the layers that stand in the way: those that deny, or those that had to allow and did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    pub outcome: Outcome,
    pub blocked_by: Layers,
}

/// Decides one request. Allocates nothing, unless a policy that matches so far has policy variables.
pub fn decide(request: &Request, policies: &Policies<'_>, switches: Switches) -> Decision {
    if is_always_allowed(request) {
        return Decision { outcome: Outcome::Allowed, blocked_by: Layers::default() };
    }
    Verdicts::of(request, policies, switches).decision(request, policies, switches)
}

/// Whether the request could pass if no Deny stood in the way.
pub(crate) fn may_allow(request: &Request, policies: &Policies<'_>, switches: Switches) -> Tri {
    Verdicts::of(request, policies, switches).allowed(request, policies, switches).answer
}

/// Calls of users and roles that policies do not control, not even by a Deny.
///
/// Sources: <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>,
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html>
pub const ALWAYS_ALLOWED: [&str; 2] = ["sts:GetCallerIdentity", "sts:GetSessionToken"];

pub(crate) fn is_always_allowed(request: &Request) -> bool {
    request.caller().account().is_some()
        && ALWAYS_ALLOWED.iter().any(|action| request.action().eq_ignore_ascii_case(action))
}

impl Outcome {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Allowed => "Allowed",
            Self::ExplicitlyDenied => "ExplicitlyDenied",
            Self::ImplicitlyDenied => "ImplicitlyDenied",
            Self::Unknown => "Unknown",
        }
    }

    pub(crate) fn of(denied: Tri, allowed: Tri) -> Self {
        match (denied, allowed) {
            (Tri::Yes, _) => Self::ExplicitlyDenied,
            (Tri::No, Tri::Yes) => Self::Allowed,
            (Tri::No, Tri::No) => Self::ImplicitlyDenied,
            _ => Self::Unknown,
        }
    }
}
