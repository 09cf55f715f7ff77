//! Are these policies right? For callers with several at hand; on the command line it is `validate`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lint_document;
use super::plan::{Asked, Plan};
use super::validate_policy::{Issue, IssueSeverity};
use crate::wire::{Configuration, Document, PolicyType, Severity, page};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style};

/// Checks several IAM policies at a time, as `validate_policy` does one
///
/// A policy that cannot be opened has an `error` in its place, and the others are checked.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValidatePoliciesBatch {
    /// Policies, each itself or `{"text": "…"}` with its text
    policies: Vec<Document>,

    /// What kind all of them are; each by its content if left out
    #[arg(long = "type", value_name = "TYPE")]
    #[serde(default)]
    policy_type: Option<PolicyType>,

    /// Also say what to do, where, and why each issue matters
    #[arg(long)]
    #[serde(default)]
    verbose: bool,

    /// The configuration; else the `leastwise.yaml` found from the working directory on
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    config: Option<Configuration>,

    /// At most this many policies
    #[arg(long, value_name = "N")]
    #[serde(default)]
    limit: Option<usize>,

    /// Pass over this many
    #[arg(long, value_name = "N", default_value_t = 0)]
    #[serde(default)]
    offset: usize,
}

/// What was found in several policies
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct BatchValidation {
    result: Vec<BatchResult>,
    /// How many of those shown are valid
    valid: usize,
    /// How many of those shown are not, or could not be opened
    invalid: usize,
    /// How many policies there are in all
    total: usize,
    /// Whether more follow
    truncated: bool,
    /// Whether a finding fails by the configuration
    #[serde(skip)]
    fails: bool,
}

/// What was found in one of the policies
#[derive(Debug, Serialize, JsonSchema)]
struct BatchResult {
    /// Its place in the request, counted from 0
    policy_index: usize,
    /// Whether nothing of severity `error` was found
    is_valid: bool,
    issues: Vec<BatchIssue>,
    #[schemars(with = "Option<PolicyType>")]
    kind: Option<PolicyType>,
    /// Why it could not be opened
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// A finding
#[derive(Debug, Serialize, JsonSchema)]
struct BatchIssue {
    severity: IssueSeverity,
    message: String,
    check_id: String,
    /// Which statement, counted from 0; -1 for the policy as a whole
    statement_index: i64,
    /// What to do, when asked for
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<String>,
    /// The whole of it, when asked for
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<Issue>,
}

impl Operation for ValidatePoliciesBatch {
    const NAME: &'static str = "validate_policies_batch";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::Read;
    type Response = BatchValidation;

    fn run(self, cx: &Context) -> Result<BatchValidation, OpError> {
        if self.policies.is_empty() {
            return Err(OpError::invalid("`policies` is empty").hint("list policies, each as an object"));
        }
        let asked =
            Asked { taken: self.policy_type.into(), config: self.config.as_ref(), ..Asked::default() };
        let plan = Plan::of(asked, cx)?;
        let numbered: Vec<_> = self.policies.into_iter().enumerate().collect();
        let page = page(numbered, self.limit, self.offset, cx.limits());
        let mut result = Vec::new();
        let mut fails = false;
        for (index, policy) in &page.items {
            cx.check_cancelled()?;
            let (one, failing) = judged(*index, policy, self.verbose, &plan, cx);
            fails |= failing;
            result.push(one);
        }
        let valid = result.iter().filter(|one| one.is_valid).count();
        Ok(BatchValidation {
            invalid: result.len() - valid,
            valid,
            result,
            total: page.total,
            truncated: page.truncated,
            fails,
        })
    }
}

/// What is found in one policy, and whether it fails.
fn judged(index: usize, policy: &Document, verbose: bool, plan: &Plan, cx: &Context) -> (BatchResult, bool) {
    let input = match policy.read(cx) {
        Ok(input) => input,
        Err(error) => {
            let error = Some(error.message);
            return (
                BatchResult { policy_index: index, is_valid: false, issues: Vec::new(), kind: None, error },
                true,
            );
        }
    };
    let document = lint_document::read(&input, cx);
    let root = document.root.clone();
    let mut sieve = plan.sieve(None, cx);
    let checked = lint_document::check(document, plan, &mut sieve, cx);
    let issue = |finding| BatchIssue::of(Issue::new(finding, &checked, &root, verbose), verbose);
    let result = BatchResult {
        policy_index: index,
        is_valid: checked.findings.iter().all(|finding| finding.severity != Severity::Error),
        issues: checked.findings.iter().map(issue).collect(),
        kind: checked.kind,
        error: None,
    };
    let fails = checked.findings.iter().any(|finding| plan.failing.fails(finding.severity));
    (result, fails)
}

impl BatchIssue {
    fn of(issue: Issue, verbose: bool) -> Self {
        Self {
            severity: issue.severity,
            message: issue.message.clone(),
            check_id: issue.check_id.clone(),
            statement_index: issue.statement_index,
            suggestion: issue.suggestion.clone().filter(|_| verbose),
            details: verbose.then_some(issue),
        }
    }
}

impl Response for BatchValidation {
    fn text(&self, _: Style) -> String {
        let mut text = String::new();
        for one in &self.result {
            let verdict = if one.is_valid { "valid" } else { "not valid" };
            let count = crate::render::table::counted(one.issues.len(), "finding");
            text.extend([format!("policy {}: {verdict}, {count}\n", one.policy_index)]);
            let issues = one.issues.iter().map(|issue| {
                let suggestion =
                    issue.suggestion.as_ref().map(|text| format!("; {text}")).unwrap_or_default();
                format!("  {}: {} [{}]{suggestion}", issue.severity.name(), issue.message, issue.check_id)
            });
            for line in issues.chain(one.error.iter().map(|error| format!("  {error}"))) {
                text.push_str(&crate::render::plain(&line));
                text.push('\n');
            }
        }
        text + &crate::render::table::rest(self.result.len(), self.total, self.truncated)
    }

    fn outcome(&self) -> Outcome {
        if self.fails { Outcome::Findings } else { Outcome::Clean }
    }
}
