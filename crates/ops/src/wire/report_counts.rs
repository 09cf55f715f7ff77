//! The figures of a report, which add up over pairs of policies.

use schemars::JsonSchema;
use serde::Serialize;

use super::{DecidedRequest, DecisionChange};

/// Figures, before and after
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportMetrics {
    /// Actions of the catalogue that are allowed on something
    pub allowed_action_delta: Counts,
    /// How many pairs are proved to give no new access, give some, or are unknown
    pub new_access: Proofs,
    pub resource_concreteness_ratio: Ratios,
    pub access_denied_change: AccessDenied,
    pub high_risk_permissions: RiskCounts,
    /// Of what is granted; null without usage
    pub granted_but_unused: Option<UnusedCounts>,
    pub statements_touched: TouchedCounts,
}

/// How a set changes
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counts {
    pub before: usize,
    pub after: usize,
    pub added: usize,
    pub removed: usize,
}

/// What came of proofs
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Proofs {
    /// Proved that there is no new access
    pub none: usize,
    /// A request shows new access
    pub witness: usize,
    pub unknown: usize,
}

/// The share of grants whose resource is concrete, each action of equal weight; actions that take no resource are left out. From 0 to 1,
/// null if there is no such action
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Ratios {
    pub before: Option<f64>,
    pub after: Option<f64>,
    /// Actions that the ratio before is about
    pub actions_before: usize,
    /// Actions that the ratio after is about
    pub actions_after: usize,
}

/// How requests fare before and after
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct AccessDenied {
    /// Used actions on their resources; null without usage
    pub usage: Option<DecisionCounts>,
    /// Cases; null without any
    pub cases: Option<DecisionCounts>,
}

/// Requests by what becomes of them
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DecisionCounts {
    pub decided: usize,
    pub denied_before: usize,
    pub denied_after: usize,
    /// Allowed before, and denied after
    pub newly_denied: usize,
    /// Denied before, and allowed after
    pub newly_allowed: usize,
    /// Allowed before, and not known after
    pub newly_unknown: usize,
    pub unchanged: usize,
    /// Expectations that do not hold after
    pub failed: usize,
}

/// What deserves a second look
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RiskCounts {
    /// Sensitive actions that are allowed
    pub actions: Counts,
    /// Those of them that take a resource, and are allowed on one that is not concrete
    pub on_wide_resources: Counts,
    /// Ways to more permissions, of which every step is allowed
    pub escalation_paths: Counts,
}

/// Actions that are granted, by what usage shows of them
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnusedCounts {
    pub before: GrantStates,
    pub after: GrantStates,
}

/// Counts by state; together what is granted
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GrantStates {
    pub granted: usize,
    pub used: usize,
    pub unused: usize,
    /// Logs cannot show it
    pub unknown: usize,
}

/// Statements by what became of them
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TouchedCounts {
    pub added: usize,
    pub removed: usize,
    pub changed: usize,
    pub unchanged: usize,
}

impl DecisionCounts {
    pub fn add(&mut self, request: &DecidedRequest) {
        self.decided += 1;
        self.denied_before += usize::from(request.before.is_denied());
        self.denied_after += usize::from(request.after.is_denied());
        self.failed += usize::from(request.ok == Some(false));
        *match request.change {
            DecisionChange::NewlyDenied => &mut self.newly_denied,
            DecisionChange::NewlyUnknown => &mut self.newly_unknown,
            DecisionChange::NewlyAllowed => &mut self.newly_allowed,
            DecisionChange::Unchanged => &mut self.unchanged,
        } += 1;
    }

    pub fn merge(&mut self, other: Self) {
        self.decided += other.decided;
        self.denied_before += other.denied_before;
        self.denied_after += other.denied_after;
        self.newly_denied += other.newly_denied;
        self.newly_allowed += other.newly_allowed;
        self.newly_unknown += other.newly_unknown;
        self.unchanged += other.unchanged;
        self.failed += other.failed;
    }
}

impl Counts {
    pub fn merge(&mut self, other: Self) {
        self.before += other.before;
        self.after += other.after;
        self.added += other.added;
        self.removed += other.removed;
    }
}

impl TouchedCounts {
    pub fn merge(&mut self, other: Self) {
        self.added += other.added;
        self.removed += other.removed;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
    }

    pub fn touched(self) -> usize {
        self.added + self.removed + self.changed
    }
}

impl GrantStates {
    pub fn merge(&mut self, other: Self) {
        self.granted += other.granted;
        self.used += other.used;
        self.unused += other.unused;
        self.unknown += other.unknown;
    }
}
