//! What was found, told of each policy by itself: for clients that ask in these words.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::plan::Plan;
use super::validate_policy::Issue;
use crate::render::table::counted;
use crate::wire::{Checked, Findings, PolicyType, Severity};
use crate::{Limits, OpError, render};

/// How much is told of each policy
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub(super) enum Detail {
    /// Whether it is valid, and how many findings there are
    Summary,
    /// Its findings as well
    #[default]
    Findings,
    /// Also their places and fixes, in `documents`
    Full,
}

/// A form of the report
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub(super) enum ReportForm {
    #[default]
    Json,
    Markdown,
    Html,
    Csv,
    Sarif,
}

/// A policy and what was found in it
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct PolicyResult {
    name: String,
    /// Whether nothing of severity `error` was found
    is_valid: bool,
    /// Whether a finding is of a failing severity
    fails_policy: bool,
    /// How many findings there are of each severity that occurs
    severity_counts: BTreeMap<&'static str, usize>,
    policy_type: Option<PolicyType>,
    policy_type_source: TypeSource,
    pub(super) issues: Vec<Issue>,
    /// In one line
    summary: String,
}

/// What made it a policy of that type
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
enum TypeSource {
    Request,
    Config,
    Content,
}

impl PolicyResult {
    /// `root` is the tree that the pointers of the findings lead through.
    pub(super) fn of(checked: &Checked, root: &policy::Node, plan: &Plan) -> Self {
        let severities = || checked.findings.iter().map(|finding| finding.severity);
        let mut severity_counts = BTreeMap::new();
        for severity in severities() {
            *severity_counts.entry(word(severity)).or_insert(0) += 1;
        }
        let is_valid = severities().all(|severity| severity != Severity::Error);
        let fails_policy = severities().any(|severity| plan.failing.fails(severity));
        let verdict = if is_valid { "valid" } else { "not valid" };
        let failing = if fails_policy { ", fails" } else { "" };
        let policy_type_source = match (plan.options.kind, plan.config.type_of(&checked.path)) {
            (Some(_), _) => TypeSource::Request,
            (None, Some(_)) => TypeSource::Config,
            (None, None) => TypeSource::Content,
        };
        Self {
            name: checked.path.clone(),
            is_valid,
            fails_policy,
            severity_counts,
            policy_type: checked.kind,
            policy_type_source,
            issues: checked
                .findings
                .iter()
                .map(|finding| Issue::new(finding, checked, root, false))
                .collect(),
            summary: format!("{verdict}{failing}: {}", counted(checked.findings.len(), "finding")),
        }
    }

    /// The name and the summary.
    pub(super) fn line(&self) -> String {
        format!("{}: {}\n", self.name, self.summary)
    }
}

/// Leaves the first issues only, as many as asked for and as the surface allows, and counts the others.
pub(super) fn limited(results: &mut [PolicyResult], limit: Option<usize>, limits: &Limits) -> usize {
    let mut left = limit.unwrap_or(limits.page).min(limits.page_max);
    let mut left_out = 0;
    for result in results {
        left_out += result.issues.len().saturating_sub(left);
        result.issues.truncate(left);
        left -= result.issues.len();
    }
    left_out
}

impl ReportForm {
    /// The report in this form, unless it is the answer itself.
    pub(super) fn write(self, findings: &Findings) -> Result<Option<String>, OpError> {
        let written = match self {
            Self::Json => return Ok(None),
            Self::Markdown => render::markdown(findings),
            Self::Html => render::html(findings),
            Self::Csv => render::csv(findings),
            Self::Sarif => render::sarif(findings),
        };
        written.map(Some)
    }
}

/// The word that `issues` have for a severity.
fn word(severity: Severity) -> &'static str {
    if severity == Severity::Suggestion { "info" } else { severity.name() }
}
