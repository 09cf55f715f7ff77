//! What a generated policy does not allow, and why.

use std::collections::BTreeSet;

use draft::{Basis, DeniedUse, Grant, WhyLeftOut};
use schemars::JsonSchema;
use serde::Serialize;

use super::denied_reason::DeniedReason;
use super::evidence::{is_missing_allow, times};

/// An action that was used or called for and is not granted
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct LeftOut {
    action: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<String>,
    /// `excluded`, `not-allowed`, `too-few`, `credentials-refused`, `dependents-not-asked`, `role-unknown`, `receiver-unknown`,
    /// `role-of-other-account`, `key-unknown`
    reason: String,
    /// The same in words
    why: String,
    /// On what, as far as the log names it
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resources: Vec<String>,
    count: u64,
}

/// An action that was refused
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Denied {
    action: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<String>,
    resources: Vec<String>,
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    /// Which policies denied, as far as the log says: `implicit-identity`, `explicit-scp` …
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<String>,
    /// What would allow the call, for each of the reasons
    would_allow: Vec<String>,
    /// Whether an Allow in the principal's policies may be what is missing
    may_be_granted: bool,
    /// Whether the same action was authorized at another time or on something else
    granted_otherwise: bool,
    /// Whether it is granted because that was asked for
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    included: bool,
}

impl LeftOut {
    pub(super) fn of(left: draft::LeftOut) -> Self {
        let (reason, why) = told(&left.why);
        Self {
            action: left.action,
            via: left.via,
            reason: reason.to_owned(),
            why,
            resources: left.resources,
            count: left.count,
        }
    }

    pub(super) fn note(&self) -> String {
        let Self { action, why, count, .. } = self;
        format!("not granted: {action} ({}): {why}", times(*count))
    }
}

impl Denied {
    pub(super) fn of(denied: DeniedUse, grants: &[Grant]) -> Self {
        let is_it = |grant: &Grant| {
            matches!(grant.basis, Basis::Denied { .. }) && grant.action.eq_ignore_ascii_case(&denied.action)
        };
        let reasons: BTreeSet<_> = denied.reasons.iter().copied().collect();
        let all = DeniedReason::all(&reasons);
        let included = grants.iter().any(is_it);
        Self {
            action: denied.action,
            via: denied.via,
            resources: denied.resources,
            count: denied.count,
            first: denied.first.map(|time| time.to_string()),
            last: denied.last.map(|time| time.to_string()),
            reasons: denied.reasons.iter().map(|reason| reason.name().into_owned()).collect(),
            would_allow: all.iter().map(|reason| reason.would_allow().to_owned()).collect(),
            may_be_granted: denied.reasons.iter().all(|reason| is_missing_allow(*reason)),
            granted_otherwise: denied.granted_otherwise,
            included,
        }
    }

    pub(super) fn note(&self) -> String {
        let why =
            if self.reasons.is_empty() { String::new() } else { format!(", {}", self.reasons.join(", ")) };
        let what = if self.included { "denied, and granted as asked" } else { "denied and not granted" };
        format!("{what}: {} ({}{why})", self.action, times(self.count))
    }
}

fn told(why: &WhyLeftOut) -> (&'static str, String) {
    let told = |reason, why: &str| (reason, why.to_owned());
    match why {
        WhyLeftOut::Excluded(pattern) => ("excluded", format!("excluded by `{pattern}`")),
        WhyLeftOut::NotAllowed => told("not-allowed", "not among the actions that may be drafted"),
        WhyLeftOut::TooFew { count, least } => {
            ("too-few", format!("used {}, and {} is asked for", times(*count), times(*least)))
        }
        WhyLeftOut::CredentialsRefused => {
            told("credentials-refused", "the credentials were refused before any permission was looked at")
        }
        WhyLeftOut::DependentsNotAsked => {
            told("dependents-not-asked", "requests called for it, and such actions are not asked for")
        }
        WhyLeftOut::RoleUnknown => told(
            "role-unknown",
            "the log does not say which role is handed over: grant it for that role by name",
        ),
        WhyLeftOut::ReceiverUnknown => told(
            "receiver-unknown",
            "the log does not say which service gets the role: grant it with `iam:PassedToService`",
        ),
        WhyLeftOut::RoleOfOtherAccount => told(
            "role-of-other-account",
            "the role is of another account, and roles are passed within theirs",
        ),
        WhyLeftOut::KeyUnknown => told(
            "key-unknown",
            "the log does not name the key: a key of the customer's must be granted by name, one of AWS's needs no grant",
        ),
        WhyLeftOut::TaggedUnknown => told(
            "tagged-unknown",
            "the request gives tags to what it makes, and the log does not name that: grant it by name",
        ),
    }
}
