//! Is this one policy right? For callers with a policy at hand rather than files.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lint_document;
use super::plan::{Asked, Plan};
use crate::wire::{Checked, Configuration, Document, Finding, Findings, PolicyType, Severity, Suppressed};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style, render};

/// Checks one IAM policy for mistakes and risks
///
/// Call it after every change, before a policy is shown. Gives each finding with its place (line, column, JSON pointer) and how to
/// mend it. `is_valid` is false if AWS would refuse the policy or a part of it cannot work; risks do not make a policy invalid.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValidatePolicy {
    /// The policy itself, or `{"text": "…"}` with its text, which keeps lines and columns
    pub(super) policy: Document,

    /// What kind of policy it is; by its content if left out
    #[arg(long = "type", value_name = "TYPE")]
    #[serde(default)]
    pub(super) policy_type: Option<PolicyType>,

    /// The configuration; else the `leastwise.yaml` found from the working directory on
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    pub(super) config: Option<Configuration>,

    /// Also say why each issue matters and where to read on
    #[arg(long, default_value_t = true)]
    #[serde(default = "yes")]
    pub(super) verbose: bool,

    /// Whether the session's configuration holds, or else the file's; if not, and with no `config`, the checks run as they are
    #[arg(long, default_value_t = true)]
    #[serde(default = "yes")]
    pub(super) use_org_config: bool,
}

fn yes() -> bool {
    true
}

impl ValidatePolicy {
    /// For a policy that another operation made.
    pub(super) fn of(text: &str, kind: PolicyType, config: Option<Configuration>, verbose: bool) -> Self {
        let policy = Document::Text(text.to_owned());
        Self { policy, policy_type: Some(kind), config, verbose, use_org_config: true }
    }
}

/// What was found in a policy
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Validation {
    /// Whether nothing of severity `error` was found
    pub(super) is_valid: bool,
    pub(super) issues: Vec<Issue>,
    /// The file's name, where it was one
    policy_file: Option<String>,
    #[schemars(with = "PolicyType")]
    pub(super) kind: Option<PolicyType>,
    pub(super) findings: Vec<Finding>,
    /// What was found and is suppressed by the configuration
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) suppressed: Vec<Suppressed>,
    /// What of the configuration has no effect, or perhaps not the one that was meant
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) config_notes: Vec<String>,
    #[serde(skip)]
    pub(super) text: Findings,
}

/// A finding in the words of the policy's elements
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Issue {
    pub(super) severity: IssueSeverity,
    pub(super) message: String,
    pub(super) suggestion: Option<String>,
    pub(super) check_id: String,
    /// Which statement, counted from 0; -1 for the policy as a whole
    pub(super) statement_index: i64,
    /// The action that is meant, where it is one
    action: Option<String>,
    /// The resource that is meant, where it is one
    resource: Option<String>,
    /// The element that is meant
    field_name: Option<String>,
    /// A document in which the check finds nothing
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    risk_explanation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    documentation_url: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remediation_steps: Vec<String>,
}

/// How bad an issue is
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub(super) enum IssueSeverity {
    Error,
    Critical,
    High,
    Warning,
    Medium,
    Low,
    Info,
}

impl Operation for ValidatePolicy {
    const NAME: &'static str = "validate_policy";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::Read;
    type Response = Validation;

    fn run(self, cx: &Context) -> Result<Validation, OpError> {
        let nothing = Configuration::Object(serde_json::Map::new());
        let config = self.config.as_ref().or((!self.use_org_config).then_some(&nothing));
        let asked = Asked { taken: self.policy_type.into(), config, ..Asked::default() };
        let plan = Plan::of(asked, cx)?;
        let document = lint_document::read(&self.policy.read(cx)?, cx);
        let root = document.root.clone();
        let mut sieve = plan.sieve(None, cx);
        let checked = lint_document::check(document, &plan, &mut sieve, cx);
        let issue = |finding: &Finding| Issue::new(finding, &checked, &root, self.verbose);
        Ok(Validation {
            is_valid: checked.findings.iter().all(|finding| finding.severity != Severity::Error),
            issues: checked.findings.iter().map(issue).collect(),
            policy_file: self.policy.path().map(|path| path.display().to_string()),
            kind: checked.kind,
            findings: checked.findings.clone(),
            suppressed: checked.suppressed.clone(),
            config_notes: plan.config.notes.clone(),
            text: Findings::new(vec![checked], 0, &plan.failing).configured(&plan.config),
        })
    }
}

impl Response for Validation {
    fn text(&self, style: Style) -> String {
        render::findings_text(&self.text, style)
    }

    fn outcome(&self) -> Outcome {
        self.text.outcome()
    }
}

impl Issue {
    pub(super) fn new(finding: &Finding, checked: &Checked, root: &policy::Node, verbose: bool) -> Self {
        let mut steps = finding.pointer.split('/').skip(1);
        let in_statement = steps.next() == Some("Statement");
        let several = root.get("Statement").is_some_and(|statement| statement.as_array().is_some());
        let index = match (in_statement, several) {
            (false, _) => -1,
            (true, false) => 0,
            (true, true) => steps.next().and_then(|step| step.parse().ok()).unwrap_or(-1),
        };
        let element = steps.next().filter(|_| in_statement).map(str::to_owned);
        let range = policy::Span::new(finding.span.start.offset, finding.span.end.offset);
        let value = serde_json::from_str::<String>(checked.source.slice(range)).ok();
        let of = |names: [&str; 2]| {
            value.clone().filter(|_| element.as_deref().is_some_and(|name| names.contains(&name)))
        };
        let check = lint::find(&finding.id).filter(|_| verbose);
        Self {
            severity: finding.severity.into(),
            message: finding.message.clone(),
            suggestion: finding.help.clone(),
            check_id: finding.id.clone(),
            statement_index: index,
            action: of(["Action", "NotAction"]),
            resource: of(["Resource", "NotResource"]),
            field_name: element.as_deref().map(str::to_ascii_lowercase),
            example: check.and_then(|check| check.clean.first()).map(|text| text.trim().to_owned()),
            risk_explanation: check.map(|check| check.why.trim().to_owned()),
            documentation_url: check.and_then(|check| check.references.first()).map(|url| (*url).to_owned()),
            remediation_steps: check.map(|check| check.fix.trim().to_owned()).into_iter().collect(),
        }
    }
}

impl IssueSeverity {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Critical => "critical",
            Self::High => "high",
            Self::Warning => "warning",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Info => "info",
        }
    }
}

impl From<Severity> for IssueSeverity {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Critical => Self::Critical,
            Severity::High => Self::High,
            Severity::Warning => Self::Warning,
            Severity::Medium => Self::Medium,
            Severity::Low => Self::Low,
            Severity::Suggestion => Self::Info,
        }
    }
}
