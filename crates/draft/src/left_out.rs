//! What a draft does not grant, and why.

use std::collections::BTreeSet;

use trail::usage::Time;
use trail::{ActionUse, Mapped, Principal, PrincipalKind, Reason, Unmapped, Usage};

use crate::{Basis, Grant};

/// Why a principal gets no policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPolicy {
    /// The root user of an account, or a caller of another account.
    Account,
    /// An AWS service acting for itself.
    Service,
    /// A role whose policies belong to AWS.
    ServiceLinkedRole,
    /// A caller that has no identity in IAM.
    NoIdentity,
}

/// An action that was used or called for and is not drafted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    pub action: String,
    pub via: Option<String>,
    pub why: WhyLeftOut,
    /// On what, as far as the log names it.
    pub resources: Vec<String>,
    pub count: u64,
}

/// Why an action is not drafted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyLeftOut {
    /// By this pattern.
    Excluded(String),
    /// It is none of those that may be drafted.
    NotAllowed,
    TooFew {
        count: u64,
        least: u64,
    },
    /// Signature or credentials were refused, before any permission was looked at.
    CredentialsRefused,
    /// A request called for it, and such actions are not asked for.
    DependentsNotAsked,
    /// The log does not say which role was handed over: to be allowed to pass any is too much.
    RoleUnknown,
    /// The log does not say which service got the role.
    ReceiverUnknown,
    /// Roles are passed within their account.
    RoleOfOtherAccount,
    /// The log does not name the key. AWS's own keys need no permission of the caller.
    KeyUnknown,
    /// The request gives tags to what it makes, and the log does not name that: to be allowed to tag everything is too much.
    TaggedUnknown,
}

/// An event that no action is known for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotReplayed {
    pub event_source: String,
    pub event_name: String,
    pub why: Unmapped,
    pub count: u64,
}

/// An action that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeniedUse {
    pub action: String,
    pub via: Option<String>,
    pub resources: Vec<String>,
    pub count: u64,
    pub first: Option<Time>,
    pub last: Option<Time>,
    /// Which policies denied, as far as the messages of the calls say, sorted.
    pub reasons: Vec<Reason>,
    /// Whether the same action was authorized at another time or on something else.
    pub granted_otherwise: bool,
}

impl WhyLeftOut {
    /// Whether there was use of which the log does not tell on what or for whom.
    pub(crate) const fn is_unnamed(&self) -> bool {
        matches!(self, Self::RoleUnknown | Self::ReceiverUnknown | Self::KeyUnknown | Self::TaggedUnknown)
    }
}

impl NoPolicy {
    /// The reason in words.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Account => "the root user needs no policy, and callers of another account get theirs there",
            Self::Service => "an AWS service acting for itself is granted access by resource policies",
            Self::ServiceLinkedRole => "the policies of a service-linked role are AWS's",
            Self::NoIdentity => "the caller has no identity that a policy could be attached to",
        }
    }
}

pub(crate) fn left_out(used: &ActionUse<'_>, why: WhyLeftOut) -> LeftOut {
    LeftOut {
        action: used.action.to_owned(),
        via: used.via.map(str::to_owned),
        why,
        resources: used.resources.arns().collect(),
        count: used.count,
    }
}

pub(crate) fn no_policy(principal: &Principal) -> Option<NoPolicy> {
    match principal.kind() {
        PrincipalKind::Role if principal.name().contains(":role/aws-service-role/") => {
            Some(NoPolicy::ServiceLinkedRole)
        }
        PrincipalKind::Role
        | PrincipalKind::User
        | PrincipalKind::FederatedUser
        | PrincipalKind::IdentityCenterUser => None,
        PrincipalKind::Account => Some(NoPolicy::Account),
        PrincipalKind::Service => Some(NoPolicy::Service),
        PrincipalKind::Federated | PrincipalKind::Anonymous => Some(NoPolicy::NoIdentity),
    }
}

pub(crate) fn not_replayed(usage: &Usage, principals: &[Principal]) -> Vec<NotReplayed> {
    let mut found: Vec<NotReplayed> = Vec::new();
    let uses = principals.iter().filter_map(|principal| usage.uses(principal.name()));
    for (key, used) in uses.flatten() {
        let Mapped::Unknown(why) = key.mapped else { continue };
        if key.outcome.is_refusal() {
            continue;
        }
        let same = |row: &&mut NotReplayed| {
            *row.event_source == *key.event_source && *row.event_name == *key.event_name
        };
        match found.iter_mut().find(same) {
            Some(row) => row.count += used.count(),
            None => found.push(NotReplayed {
                event_source: key.event_source.to_string(),
                event_name: key.event_name.to_string(),
                why,
                count: used.count(),
            }),
        }
    }
    found
}

pub(crate) fn denied(uses: &[ActionUse<'_>], grants: &[Grant]) -> Vec<DeniedUse> {
    let denied = uses.iter().filter(|used| used.outcome.is_refusal());
    let is_granted = |grant: &&Grant| !matches!(grant.basis, Basis::Denied { .. });
    let row = |used: &ActionUse<'_>| DeniedUse {
        action: used.action.to_owned(),
        via: used.via.map(str::to_owned),
        resources: used.resources.arns().collect(),
        count: used.count,
        first: used.first,
        last: used.last,
        reasons: reasons(used),
        granted_otherwise: grants
            .iter()
            .filter(is_granted)
            .any(|grant| grant.action.eq_ignore_ascii_case(used.action)),
    };
    denied.map(row).collect()
}

/// The reasons that messages give for this action, or for an action that they do not name.
pub(crate) fn reasons(used: &ActionUse<'_>) -> Vec<Reason> {
    let denials = used.uses.iter().flat_map(|(_, use_)| use_.denials.iter());
    let meant = denials.filter(|denial| denial.action.as_deref().is_none_or(|action| action == used.action));
    let known: BTreeSet<Reason> =
        meant.map(|denial| denial.reason).filter(|reason| *reason != Reason::Unknown).collect();
    known.into_iter().collect()
}
