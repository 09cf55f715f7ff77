//! The replay of a draft, as it is answered.

use draft::{Basis, Draft, WhyLeftOut};
use eval::Tri;
use schemars::JsonSchema;
use serde::Serialize;

use super::replay::{Replay, Replayed};

/// What becomes of the calls that were authorized, decided one by one by the drafted policies
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReplayTold {
    /// Authorized calls that stand for actions
    calls: u64,
    /// Those that the policies allow, with all that they stand for
    allowed: u64,
    /// What is not allowed because that was asked for or cannot be granted; `leftOut` has the reasons
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<NotAllowed>,
    /// What is not allowed, or not known to be, although it was used
    not_allowed: Vec<NotAllowed>,
}

/// A use that policies do not allow
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct NotAllowed {
    action: String,
    /// An ARN, or a pattern where the log does not tell more
    resource: String,
    /// The service that made the call for its caller
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<String>,
    /// `denied` or `unknown`
    decision: String,
    why: String,
    /// Calls that may have been of this kind
    count: u64,
}

impl ReplayTold {
    pub(crate) fn of(replay: Replay, draft: &Draft) -> Self {
        let Replay { calls, allowed, rest } = replay;
        let (left_out, not_allowed) = rest.into_iter().partition::<Vec<_>, _>(|one| is_left_out(one, draft));
        let told = |rest: Vec<Replayed>| rest.into_iter().map(NotAllowed::of).collect();
        Self { calls, allowed, left_out: told(left_out), not_allowed: told(not_allowed) }
    }

    /// Whether all is allowed but what was left out on purpose.
    pub(crate) fn is_whole(&self) -> bool {
        self.not_allowed.is_empty()
    }

    /// A line for each use that is not allowed.
    pub(crate) fn notes(&self) -> impl Iterator<Item = String> + '_ {
        self.not_allowed.iter().map(|one| {
            let NotAllowed { action, resource, via, decision, why, .. } = one;
            let via = via.as_ref().map_or_else(String::new, |via| format!(" via {via}"));
            format!("error: replayed and {decision}: {action}{via} on `{resource}`: {why}")
        })
    }
}

impl NotAllowed {
    fn of(replayed: Replayed) -> Self {
        let Replayed { action, resource, via, decision, why, count } = replayed;
        let decision = if decision == Tri::No { "denied" } else { "unknown" };
        Self { action, resource, via, decision: decision.to_owned(), why, count }
    }
}

/// Whether the draft says that it leaves this out.
fn is_left_out(replayed: &Replayed, draft: &Draft) -> bool {
    let is_it = |action: &str| action.eq_ignore_ascii_case(&replayed.action);
    let is_drafted = || draft.grants.iter().any(|grant| grant.basis == Basis::Used && is_it(&grant.action));
    draft.left_out.iter().filter(|left| is_it(&left.action)).any(|left| match left.why {
        WhyLeftOut::Excluded(_) | WhyLeftOut::NotAllowed | WhyLeftOut::TooFew { .. } => !is_drafted(),
        WhyLeftOut::CredentialsRefused => false,
        WhyLeftOut::DependentsNotAsked | WhyLeftOut::TaggedUnknown => true,
        WhyLeftOut::RoleUnknown
        | WhyLeftOut::ReceiverUnknown
        | WhyLeftOut::RoleOfOtherAccount
        | WhyLeftOut::KeyUnknown => {
            let is_open = left.resources.is_empty() && replayed.resource.contains('*');
            is_open || left.resources.contains(&replayed.resource)
        }
    })
}
