//! What was found in some documents: the answer of every operation that finds things, and what `render` writes.

use policy::Source;
use schemars::JsonSchema;
use serde::Serialize;

use super::{FailOn, Failing, Finding, PolicyType, Severity, Suppressed};
use crate::config::Config;
use crate::{Limits, Outcome};

/// What was found in some documents
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Findings {
    pub documents: Vec<Checked>,
    pub summary: Summary,
}

/// What was found in one document
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Checked {
    /// As the request named it, or as found below a folder it named
    pub path: String,
    /// None of the configuration, which is listed if something is wrong with it
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<PolicyType>,
    /// Why it was taken for that kind
    pub kind_reason: String,
    pub findings: Vec<Finding>,
    /// What was found and is suppressed by the configuration
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suppressed: Vec<Suppressed>,
    /// How many findings are in the baseline, and not listed
    #[serde(skip)]
    pub known: usize,
    /// The text that the places of the findings are in.
    #[serde(skip)]
    pub source: Source,
}

/// Findings counted
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    pub documents: usize,
    /// Files below the given folders that hold no policy
    pub skipped: usize,
    pub findings: usize,
    pub by_severity: BySeverity,
    /// Findings that the configuration suppresses; they are not counted above
    pub suppressed: usize,
    /// Findings that the baseline has already; they are not counted above
    pub in_baseline: usize,
    /// The lowest severity that fails the run
    pub fail_on: FailOn,
    /// The severities that fail the run, where a configuration names some that are not all above the lowest
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fail_on_severities: Vec<Severity>,
    /// Whether a finding is of a failing severity
    pub failed: bool,
    /// Whether findings were counted that are not listed
    pub truncated: bool,
    /// The configuration file that held, as it was named or found
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config: Option<String>,
    /// What of the configuration has no effect, or perhaps not the one that was meant
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub config_notes: Vec<String>,
}

/// How many findings there are of each severity
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BySeverity {
    pub error: usize,
    pub critical: usize,
    pub high: usize,
    pub warning: usize,
    pub medium: usize,
    pub low: usize,
    pub suggestion: usize,
}

impl Findings {
    pub fn new(documents: Vec<Checked>, skipped: usize, failing: &Failing) -> Self {
        let severities =
            || documents.iter().flat_map(|document| &document.findings).map(|finding| finding.severity);
        let mut by_severity = BySeverity::default();
        for severity in severities() {
            *by_severity.count(severity) += 1;
        }
        let summary = Summary {
            documents: documents.iter().filter(|document| document.kind.is_some()).count(),
            skipped,
            findings: severities().count(),
            by_severity,
            suppressed: documents.iter().map(|document| document.suppressed.len()).sum(),
            in_baseline: documents.iter().map(|document| document.known).sum(),
            fail_on: failing.lowest(),
            fail_on_severities: failing.set().to_vec(),
            failed: severities().any(|severity| failing.fails(severity)),
            truncated: false,
            config: None,
            config_notes: Vec::new(),
        };
        Self { documents, summary }
    }

    /// Says which configuration held.
    #[must_use]
    pub fn configured(mut self, config: &Config) -> Self {
        self.summary.config.clone_from(&config.name);
        self.summary.config_notes.clone_from(&config.notes);
        self
    }

    /// Lists the first findings only, as many as asked for and as the surface allows.
    #[must_use]
    pub fn limited(mut self, limit: Option<usize>, limits: &Limits) -> Self {
        let mut left = limit.unwrap_or(limits.page).min(limits.page_max);
        let mut left_suppressed = left;
        self.summary.truncated = self.summary.findings > left;
        for document in &mut self.documents {
            document.findings.truncate(left);
            left -= document.findings.len();
            document.suppressed.truncate(left_suppressed);
            left_suppressed -= document.suppressed.len();
        }
        self
    }

    pub fn outcome(&self) -> Outcome {
        if self.summary.failed { Outcome::Findings } else { Outcome::Clean }
    }
}

impl BySeverity {
    fn count(&mut self, severity: Severity) -> &mut usize {
        match severity {
            Severity::Error => &mut self.error,
            Severity::Critical => &mut self.critical,
            Severity::High => &mut self.high,
            Severity::Warning => &mut self.warning,
            Severity::Medium => &mut self.medium,
            Severity::Low => &mut self.low,
            Severity::Suggestion => &mut self.suggestion,
        }
    }

    /// Those that occur, worst first.
    pub fn counts(mut self) -> Vec<(Severity, usize)> {
        let all = [
            Severity::Error,
            Severity::Critical,
            Severity::High,
            Severity::Warning,
            Severity::Medium,
            Severity::Low,
            Severity::Suggestion,
        ];
        let counted = all.into_iter().map(|severity| (severity, *self.count(severity)));
        counted.filter(|(_, count)| *count > 0).collect()
    }
}
