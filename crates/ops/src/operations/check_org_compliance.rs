//! Does this policy keep to what the organization demands?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lint_document;
use super::plan::{Asked, Plan};
use crate::context::ConfigSource;
use crate::wire::{Configuration, Document, Finding, Findings, PolicyType, Severity};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style, render};

/// Says whether a policy keeps to the organization's configuration
///
/// Before a policy is proposed where an organization has rules. Violations are the findings that fail a run under the configuration
/// that holds, and all that breaks its own rules. Without a configuration the checks run as they are, and `has_org_config` is false.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckOrgCompliance {
    /// The policy itself, or `{"text": "…"}` with its text
    policy: Document,

    /// Also give the findings in full, with places and fixes
    #[arg(long)]
    #[serde(default)]
    verbose: bool,

    /// What kind of policy it is; by its content if left out
    #[arg(long = "type", value_name = "TYPE")]
    #[serde(default)]
    policy_type: Option<PolicyType>,

    /// The configuration; else the one that holds for this session, or the server's file
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    config: Option<Configuration>,
}

/// Whether a policy keeps to a configuration
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Compliance {
    compliant: bool,
    has_org_config: bool,
    /// Whose configuration it is
    config_source: ConfigSource,
    violations: Vec<Breach>,
    /// What was found besides
    warnings: Vec<Breach>,
    /// What to do, each once
    suggestions: Vec<String>,
    /// What of the configuration has no effect, or perhaps not the one that was meant
    #[serde(skip_serializing_if = "Vec::is_empty")]
    config_notes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Vec<Finding>>,
    #[serde(skip)]
    text: Findings,
}

/// Something that the configuration or a check objects to
#[derive(Debug, Serialize, JsonSchema)]
struct Breach {
    /// The id of the check
    r#type: String,
    message: String,
    severity: Severity,
    /// JSON pointer to the place in the policy
    pointer: String,
}

impl Operation for CheckOrgCompliance {
    const NAME: &'static str = "check_org_compliance";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::Read;
    type Response = Compliance;

    fn run(self, cx: &Context) -> Result<Compliance, OpError> {
        let config_source = cx.held_configuration(self.config.as_ref())?.source;
        let asked =
            Asked { taken: self.policy_type.into(), config: self.config.as_ref(), ..Asked::default() };
        let plan = Plan::of(asked, cx)?;
        let document = lint_document::read(&self.policy.read(cx)?, cx);
        let mut sieve = plan.sieve(None, cx);
        let checked = lint_document::check(document, &plan, &mut sieve, cx);
        // The checks of that name hold policies against a house's own rules.
        let is_violation = |finding: &&Finding| {
            plan.failing.fails(finding.severity) || finding.id.starts_with("configured-")
        };
        let (violations, warnings): (Vec<_>, Vec<_>) = checked.findings.iter().partition(is_violation);
        let breaches = |findings: &[&Finding]| findings.iter().map(|finding| Breach::of(finding)).collect();
        let mut suggestions: Vec<String> = Vec::new();
        for help in violations.iter().chain(&warnings).filter_map(|finding| finding.help.as_ref()) {
            if !suggestions.contains(help) {
                suggestions.push(help.clone());
            }
        }
        Ok(Compliance {
            compliant: violations.is_empty(),
            has_org_config: config_source != ConfigSource::None,
            config_source,
            violations: breaches(&violations),
            warnings: breaches(&warnings),
            suggestions,
            config_notes: plan.config.notes.clone(),
            findings: self.verbose.then(|| checked.findings.clone()),
            text: Findings::new(vec![checked], 0, &plan.failing).configured(&plan.config),
        })
    }
}

impl Breach {
    fn of(finding: &Finding) -> Self {
        Self {
            r#type: finding.id.clone(),
            message: finding.message.clone(),
            severity: finding.severity,
            pointer: finding.pointer.clone(),
        }
    }
}

impl Response for Compliance {
    fn text(&self, style: Style) -> String {
        let verdict = match (self.compliant, self.has_org_config) {
            (true, true) => "the policy keeps to the configuration",
            (false, true) => "the policy does not keep to the configuration",
            (true, false) => "no configuration holds; under the checks as they are, nothing fails",
            (false, false) => "no configuration holds; the checks as they are fail the policy",
        };
        format!("{verdict}\n{}", render::findings_text(&self.text, style))
    }

    fn outcome(&self) -> Outcome {
        if self.compliant { Outcome::Clean } else { Outcome::Findings }
    }
}
