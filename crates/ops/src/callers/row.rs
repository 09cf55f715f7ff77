//! One principal as a row: how much it used, of how much.

use std::collections::BTreeSet;

use catalog::{Action, ActionSet, Catalog};
use schemars::JsonSchema;
use serde::Serialize;
use trail::usage::Time;
use trail::{Mapped, Principal, PrincipalKind, Usage};

use super::Granted;
use super::granted::sensitive;
use crate::Context;
use crate::operations::seen_actions::{Seen, State};

/// A principal, what it used, and what it may do
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallerRow {
    pub principal: String,
    /// `role`, `user`, `account`, `federatedUser`, `identityCenterUser`, `service`, `federated` or `anonymous`
    pub kind: String,
    /// Where the principal is of one
    pub account: Option<String>,
    /// Actions that calls were authorized for
    pub used_actions: usize,
    /// Actions that its current policies allow on something; null if none are known
    pub granted_actions: Option<usize>,
    /// Of these, actions that usage shows to be unused
    pub unused_actions: Option<usize>,
    pub sensitive_used: usize,
    pub sensitive_unused: Option<usize>,
    pub calls: u64,
    /// Of these, calls that were denied
    pub denied: u64,
    pub first_seen: Option<String>,
    pub last_seen: Option<String>,
}

impl CallerRow {
    /// One row for each principal of the usage, in order of their names; `granted` knows the policies of some.
    pub fn all(usage: &Usage, granted: &dyn Fn(&Principal) -> Option<Granted>, cx: &Context) -> Vec<Self> {
        let catalog = cx.catalog();
        let sensitive = sensitive(&catalog);
        let principals: Vec<_> = usage.principals().map(|(principal, _)| principal.clone()).collect();
        let row = |principal: &Principal| {
            Self::of(usage, principal, granted(principal).as_ref(), &sensitive, &catalog)
        };
        principals.iter().map(row).collect()
    }

    pub(super) fn of(
        usage: &Usage,
        principal: &Principal,
        granted: Option<&Granted>,
        sensitive: &ActionSet,
        catalog: &Catalog,
    ) -> Self {
        let sums = Sums::of(usage, principal);
        let is_sensitive =
            |name: &&&str| catalog.action(name).is_some_and(|action| sensitive.contains(action.id()));
        let unused = granted.map(|granted| {
            let seen = Seen::of(usage, std::slice::from_ref(principal), catalog);
            let is_unused =
                |action: &Action<'_>| matches!(seen.state(*action), State::Unused | State::OnlyDenied);
            let count = |set: &ActionSet| set.actions(catalog).filter(is_unused).count();
            (count(&granted.actions), count(&granted.sensitive(sensitive)))
        });
        let moment = |time: Time| time.to_string();
        Self {
            principal: principal.name().to_owned(),
            kind: kind(principal).to_owned(),
            account: principal.account().map(str::to_owned),
            used_actions: sums.used.len(),
            granted_actions: granted.map(|granted| granted.actions.actions(catalog).count()),
            unused_actions: unused.map(|unused| unused.0),
            sensitive_used: sums.used.iter().filter(is_sensitive).count(),
            sensitive_unused: unused.map(|unused| unused.1),
            calls: sums.calls,
            denied: sums.denied,
            first_seen: sums.first.map(moment),
            last_seen: sums.last.map(moment),
        }
    }
}

/// What a principal's uses come to.
#[derive(Default)]
struct Sums<'u> {
    /// Actions of authorized calls, of which the log leaves no doubt.
    used: BTreeSet<&'u str>,
    calls: u64,
    denied: u64,
    first: Option<Time>,
    last: Option<Time>,
}

impl<'u> Sums<'u> {
    fn of(usage: &'u Usage, principal: &Principal) -> Self {
        let mut sums = Self::default();
        for (key, calls) in usage.uses(principal.name()).into_iter().flatten() {
            let count = calls.count();
            sums.calls = sums.calls.saturating_add(count);
            sums.first = [sums.first, calls.first].into_iter().flatten().min();
            sums.last = sums.last.max(calls.last);
            if key.outcome.is_refusal() {
                sums.denied = sums.denied.saturating_add(count);
                continue;
            }
            if let Mapped::Actions(actions) = &key.mapped {
                sums.used.extend(actions.iter().map(|action| &**action));
            }
            sums.used.extend(calls.inferred.keys().map(|inferred| &*inferred.action));
        }
        sums
    }
}

fn kind(principal: &Principal) -> &'static str {
    match principal.kind() {
        PrincipalKind::Role => "role",
        PrincipalKind::User => "user",
        PrincipalKind::Account => "account",
        PrincipalKind::FederatedUser => "federatedUser",
        PrincipalKind::IdentityCenterUser => "identityCenterUser",
        PrincipalKind::Service => "service",
        PrincipalKind::Federated => "federated",
        PrincipalKind::Anonymous => "anonymous",
    }
}
