//! The answer of a report on a change of policies.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{JsonObject, ReportMetrics, ReportedPair, Worlds};
use crate::render::table::counted;

/// How policies were and are to be, in figures, with what is behind each
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reported {
    /// The outcome in one line
    pub summary: String,
    /// Whether the policies are worse than a threshold lets them be, or a waiver has expired
    pub failed: bool,
    /// The figures of all pairs together
    pub metrics: ReportMetrics,
    /// What was to fail the report
    pub thresholds: Vec<Threshold>,
    /// Policies as they were beside those of the same name as they are to be
    #[schemars(with = "Vec<JsonObject>")]
    pub pairs: Vec<ReportedPair>,
    /// What somebody decided to live with
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<JsonObject>")]
    pub waivers: Vec<ReportedWaiver>,
    /// The day on which waivers are held against their expiry
    #[serde(skip_serializing_if = "Option::is_none")]
    pub today: Option<String>,
    /// Which requests the proofs are about
    pub worlds: Worlds,
    /// Where the usage comes from
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<JsonObject>")]
    pub usage: Option<ReportedUsage>,
    /// What is to be known beside the figures
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Whether lists of this answer are cut; the files have all
    pub truncated: bool,
    /// Files that were written
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub written: Vec<String>,
    #[serde(skip)]
    pub text: String,
}

/// A condition that fails the report
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Threshold {
    /// As it was written, such as `new-denials` or `concreteness<0.8`
    pub fails_on: String,
    /// What the value is
    pub measures: String,
    /// What was measured, without what is waived; null if there is nothing to measure
    pub value: Option<f64>,
    /// How many findings are waived
    pub waived: usize,
    pub failed: bool,
}

/// A waiver, and what came of it
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportedWaiver {
    pub pattern: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The thresholds that it is about; all if absent
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub thresholds: Vec<String>,
    pub reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The last day on which it holds
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiry: Option<String>,
    pub expired: bool,
    /// How many findings it is about
    pub findings: usize,
    /// Where it stands
    pub place: String,
}

/// The records that usage was read from
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReportedUsage {
    /// Records that came in: `used` plus all of `skipped`
    pub r#in: u64,
    /// API calls counted
    pub used: u64,
    /// Records not counted, by reason
    pub skipped: BTreeMap<String, u64>,
    /// Principals whose use was held against the policies
    pub principals: usize,
}

impl Reported {
    /// The outcome in one line.
    pub fn verdict(&self) -> String {
        let passed: Vec<_> = self.thresholds.iter().filter(|limit| limit.failed).collect();
        let expired = self.waivers.iter().filter(|waiver| waiver.expired).count();
        let named: Vec<_> = passed.iter().map(|limit| format!("`{}`", limit.fails_on)).collect();
        let mut parts = Vec::new();
        if !named.is_empty() {
            parts.push(format!("worse than it may be: {}", named.join(", ")));
        }
        if expired > 0 {
            parts.push(format!("{} expired", counted(expired, "waiver")));
        }
        match (parts.is_empty(), self.thresholds.is_empty()) {
            (false, _) => parts.join("; "),
            (true, true) => "nothing was to fail it".to_owned(),
            (true, false) => "within all thresholds".to_owned(),
        }
    }

    /// Keeps so many items of each list.
    pub(crate) fn shorten(&mut self, most: usize) {
        fn cut<T>(list: &mut Vec<T>, most: usize, is_cut: &mut bool) {
            *is_cut |= list.len() > most;
            list.truncate(most);
        }
        let mut is_cut = false;
        for pair in &mut self.pairs {
            cut(&mut pair.allowed_actions.added, most, &mut is_cut);
            cut(&mut pair.allowed_actions.removed, most, &mut is_cut);
            cut(&mut pair.high_risk.added, most, &mut is_cut);
            cut(&mut pair.resource_concreteness.before.loose, most, &mut is_cut);
            cut(&mut pair.resource_concreteness.after.loose, most, &mut is_cut);
            cut(&mut pair.statements.touched, most, &mut is_cut);
            for change in [&mut pair.replayed_usage, &mut pair.cases].into_iter().flatten() {
                cut(&mut change.requests, most, &mut is_cut);
                cut(&mut change.not_replayed, most, &mut is_cut);
            }
            if let Some(change) = &mut pair.granted_but_unused {
                cut(&mut change.unused, most, &mut is_cut);
            }
        }
        cut(&mut self.pairs, most, &mut is_cut);
        cut(&mut self.notes, most, &mut is_cut);
        self.truncated = is_cut;
    }
}
