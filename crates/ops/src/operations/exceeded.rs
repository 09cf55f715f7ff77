//! Quotas that policies exceed, as they are answered.

use schemars::JsonSchema;
use serde::Serialize;

/// A quota that policies exceed
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Overflow {
    /// `managed-policy.size`, `managed-policies.per-role` …
    quota: String,
    /// `characters`, `bytes`, `policies`
    unit: String,
    limit: usize,
    needed: usize,
    #[serde(skip)]
    pub(super) note: String,
}

impl Overflow {
    pub(super) fn of(overflow: &draft::Overflow) -> Self {
        Self::helped(overflow, overflow.help())
    }

    /// Of a policy that does not come from usage.
    pub(super) fn of_made(overflow: &draft::Overflow) -> Self {
        Self::helped(overflow, "ask for less, or take a form with more room")
    }

    pub(super) fn helped(overflow: &draft::Overflow, help: &str) -> Self {
        Self {
            quota: overflow.quota.to_owned(),
            unit: overflow.unit.clone(),
            limit: overflow.limit,
            needed: overflow.needed,
            note: format!("{overflow}; {help}"),
        }
    }
}
