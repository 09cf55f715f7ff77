//! The kinds of policy, and telling them apart by content.

use super::{Effect, Policy, PrincipalForm, Statement};
use crate::ActionPattern;

/// What a policy is attached to, which decides its grammar and its part in a decision.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#access_policy-types>
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyKind {
    Identity,
    Resource,
    /// A role's trust policy.
    Trust,
    /// Service control policy.
    Scp,
    /// Resource control policy.
    Rcp,
    /// Permissions boundary.
    Boundary,
    Session,
    /// VPC endpoint policy.
    Endpoint,
}

/// A kind and why it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detected {
    pub kind: PolicyKind,
    pub reason: String,
}

impl PolicyKind {
    pub const ALL: [Self; 8] = [
        Self::Identity,
        Self::Resource,
        Self::Trust,
        Self::Scp,
        Self::Rcp,
        Self::Boundary,
        Self::Session,
        Self::Endpoint,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Resource => "resource",
            Self::Trust => "trust",
            Self::Scp => "scp",
            Self::Rcp => "rcp",
            Self::Boundary => "boundary",
            Self::Session => "session",
            Self::Endpoint => "endpoint",
        }
    }

    /// Whether statements of this kind say who they are about.
    pub const fn has_principal(self) -> bool {
        matches!(self, Self::Resource | Self::Trust | Self::Rcp | Self::Endpoint)
    }

    /// Whether statements of this kind say on what; a trust policy stands on its role.
    pub const fn has_resource(self) -> bool {
        !matches!(self, Self::Trust)
    }
}

/// SCPs, boundaries and session policies have the grammar of identity policies, and an endpoint policy that of a resource
/// policy, so content alone never yields those: the caller must say.
pub(super) fn detect(policy: &Policy) -> Detected {
    let statements = &policy.statements;
    let found = |kind, reason: &str| Detected { kind, reason: reason.to_owned() };
    let named = statements.iter().filter(|statement| names_principal(statement)).count();
    if named == 0 {
        return found(PolicyKind::Identity, "no statement has a `Principal`");
    }
    if statements.iter().filter(|statement| names_principal(statement)).all(is_trust) {
        return found(
            PolicyKind::Trust,
            "every `Principal` is granted only `sts` role actions, on no `Resource`",
        );
    }
    if statements.iter().all(is_rcp) {
        return found(
            PolicyKind::Rcp,
            "every statement denies actions of named services to `\"Principal\": \"*\"` on `\"Resource\": \"*\"`",
        );
    }
    found(PolicyKind::Resource, "a statement has a `Principal`")
}

fn names_principal(statement: &Statement) -> bool {
    let malformed = statement.malformed.iter().map(|malformed| malformed.member.key.text.as_str());
    statement.principal.is_some()
        || statement.not_principal.is_some()
        || malformed.into_iter().any(|name| matches!(name, "Principal" | "NotPrincipal"))
}

/// The actions that a trust policy can grant.
///
/// Source: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html>
const TRUST_ACTIONS: [&str; 6] = [
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:TagSession",
    "sts:SetSourceIdentity",
    "sts:SetContext",
];

fn is_trust(statement: &Statement) -> bool {
    let no_resource = statement.resource.is_none() && statement.not_resource.is_none();
    let actions = statement.actions();
    no_resource
        && !actions.is_empty()
        && actions.iter().all(|action| {
            TRUST_ACTIONS.iter().any(|name| action.value.matches(name)) && is_sts(&action.value)
        })
}

fn is_sts(action: &ActionPattern) -> bool {
    action.as_str().get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("sts:"))
}

fn is_rcp(statement: &Statement) -> bool {
    let everyone = statement.principal.as_ref().is_some_and(|principal| {
        principal.text.as_ref().is_some_and(|text| text.value.form == PrincipalForm::Everyone)
    });
    let star = |text: &str| text == "*";
    statement.effect.as_ref().is_some_and(|effect| effect.value == Effect::Deny)
        && everyone
        && !statement.actions().is_empty()
        && statement.actions().iter().all(|action| !star(action.value.as_str()))
        && !statement.resources().is_empty()
        && statement.resources().iter().all(|resource| star(resource.value.as_str()))
}
