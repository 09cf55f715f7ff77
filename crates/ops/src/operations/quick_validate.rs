//! Is this policy right, in a few figures?

use policy::tree::lower;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::plan::{Asked, Plan};
use super::told_policy::within_limits;
use super::{held_policies, lint_document};
use crate::sensitive::Gravity;
use crate::wire::{Configuration, Document, Finding, PolicyType, Severity};
use crate::words::{self, Reach, Reading, Wildcards};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style};

/// Says in a few figures whether a policy is right, and how much of what it allows is sensitive
///
/// For a first look; `validate_policy` has the places and the way to mend. Runs all checks and gives the worst findings only.
/// Sensitive actions count if some Allow grants them, also by wildcards or `NotAction`, and no Deny takes them out altogether.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuickValidate {
    /// The policy itself, or `{"text": "…"}` with its text
    policy: Document,

    /// What kind of policy it is; by its content if left out
    #[arg(long = "type", value_name = "TYPE")]
    #[serde(default)]
    policy_type: Option<PolicyType>,

    /// The configuration; else the `leastwise.yaml` found from the working directory on
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    config: Option<Configuration>,
}

/// So many sensitive actions are named.
const NAMED: usize = 20;
/// So many issues are told.
const TOLD: usize = 20;

/// A policy in a few figures
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct QuickValidation {
    /// Whether nothing of severity `error` was found
    is_valid: bool,
    /// How many findings there are in all
    issue_count: usize,
    /// The findings of severity `error` and `critical`, at most 20: severity, message and check
    critical_issues: Vec<String>,
    /// How many sensitive actions are allowed
    sensitive_actions_found: usize,
    /// Whether an action or a resource of an Allow has wildcards, or `NotAction` or `NotResource` leaves one open
    wildcards_detected: bool,
    /// The sensitive actions, at most 20, the gravest first
    sensitive_actions: Vec<String>,
    /// How many findings there are of each severity that was found
    severity_counts: std::collections::BTreeMap<&'static str, usize>,
    #[schemars(with = "PolicyType")]
    kind: PolicyType,
    /// Whether there are more critical issues than shown
    truncated: bool,
}

impl Operation for QuickValidate {
    const NAME: &'static str = "quick_validate";
    const COMMAND: &'static [&'static str] = &["check", "quick"];
    const EFFECT: Effect = Effect::Read;
    type Response = QuickValidation;

    fn run(self, cx: &Context) -> Result<QuickValidation, OpError> {
        let asked =
            Asked { taken: self.policy_type.into(), config: self.config.as_ref(), ..Asked::default() };
        let plan = Plan::of(asked, cx)?;
        let mut document = lint_document::read(&self.policy.read(cx)?, cx);
        let mut held = held_policies::held(&document);
        if held.len() == 1 {
            document = held.swap_remove(0).document;
        }
        let found = plan.open_findings(&document, cx);
        let findings: Vec<_> =
            found.iter().map(|one| Finding::new(one, &[], &document.source, &document.root)).collect();
        let policy = lower(&document.root);
        within_limits(&policy, document.source.name())?;
        let catalog = cx.catalog();
        let kind = policy.kind_or(plan.kind_of(&document)).kind;
        let reading = Reading::of(&policy, kind, &catalog);
        let told = words::tell_all(&policy, &reading, cx)?;
        let reach = Reach::of(&told, &catalog);
        let gravity = Gravity::of(&catalog);
        let sensitive = reach.allowed.intersection(gravity.all());
        let mut named: Vec<_> = sensitive
            .actions(&catalog)
            .map(|action| (gravity.categories(action).first().copied(), action.full_name()))
            .collect();
        named.sort();
        let critical = findings.iter().filter(|one| one.severity <= Severity::Critical);
        let told_issue = |one: &Finding| format!("{}: {} [{}]", one.severity.name(), one.message, one.id);
        let mut severity_counts = std::collections::BTreeMap::new();
        for one in &findings {
            *severity_counts.entry(one.severity.name()).or_default() += 1;
        }
        Ok(QuickValidation {
            is_valid: findings.iter().all(|one| one.severity != Severity::Error),
            issue_count: findings.len(),
            truncated: critical.clone().count() > TOLD,
            critical_issues: critical.take(TOLD).map(told_issue).collect(),
            sensitive_actions_found: sensitive.len(),
            wildcards_detected: Wildcards::of(policy.statements.iter().filter(|one| one.allows())).any(),
            sensitive_actions: named.into_iter().take(NAMED).map(|(_, name)| name).collect(),
            severity_counts,
            kind: kind.into(),
        })
    }
}

impl Response for QuickValidation {
    fn text(&self, _: Style) -> String {
        let verdict = if self.is_valid { "valid" } else { "not valid" };
        let counts: Vec<_> =
            self.severity_counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
        let counts = if counts.is_empty() { "none".to_owned() } else { counts.join(", ") };
        let mut text = format!(
            "{verdict}, {} policy; findings: {counts}; sensitive actions: {}; wildcards: {}\n",
            self.kind.name(),
            self.sensitive_actions_found,
            if self.wildcards_detected { "yes" } else { "no" }
        );
        for issue in &self.critical_issues {
            text.push_str(&crate::render::plain(issue));
            text.push('\n');
        }
        if !self.sensitive_actions.is_empty() {
            let more = self.sensitive_actions_found - self.sensitive_actions.len();
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            text.extend([format!("sensitive: {}{more}\n", self.sensitive_actions.join(", "))]);
        }
        text
    }

    fn outcome(&self) -> Outcome {
        if self.is_valid { Outcome::Clean } else { Outcome::Findings }
    }
}
