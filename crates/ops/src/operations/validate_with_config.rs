//! Is this one policy right, under this configuration?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::organization::{Applied, blocks};
use super::validate_policy::{Issue, ValidatePolicy, Validation};
use crate::wire::{Configuration, Document, Finding, JsonObject, PolicyType, Suppressed};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style};

/// Checks one IAM policy under a configuration that holds for this request alone
///
/// Good for trying a configuration before it is set. What the session has set stays, and has no part in it.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValidateWithConfig {
    /// The policy itself, or `{"text": "…"}` with its text, which keeps lines and columns
    policy: Document,

    /// What `leastwise.yaml` or `iam-validator.yaml` may say
    #[arg(long, value_name = "FILE")]
    config: Configuration,

    /// What kind of policy it is; by its content if left out
    #[arg(long = "type", value_name = "TYPE")]
    #[serde(default)]
    policy_type: Option<PolicyType>,
}

/// What was found in a policy
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ConfiguredValidation {
    /// Whether nothing of severity `error` was found
    is_valid: bool,
    issues: Vec<Issue>,
    /// The blocks of checks as they were written
    config_applied: JsonObject,
    /// What the configuration sets
    applied_config: Applied,
    /// What of it has no effect, or perhaps not the one that was meant
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
    #[schemars(with = "PolicyType")]
    kind: Option<PolicyType>,
    findings: Vec<Finding>,
    /// What was found and is suppressed by the configuration
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressed: Vec<Suppressed>,
    #[serde(skip)]
    text: String,
    #[serde(skip)]
    outcome: Outcome,
}

impl Operation for ValidateWithConfig {
    const NAME: &'static str = "validate_with_config";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::Read;
    type Response = ConfiguredValidation;

    fn run(self, cx: &Context) -> Result<ConfiguredValidation, OpError> {
        let held = cx.held_configuration(Some(&self.config))?;
        let validate = ValidatePolicy {
            policy: self.policy,
            policy_type: self.policy_type,
            config: Some(self.config),
            verbose: false,
            use_org_config: false,
        };
        let found = validate.run(cx)?;
        let (text, outcome) = (found.text(Style::default()), found.outcome());
        let Validation { is_valid, issues, kind, findings, suppressed, .. } = found;
        Ok(ConfiguredValidation {
            is_valid,
            issues,
            config_applied: blocks(&held.written),
            applied_config: Applied::of(&held.config),
            warnings: held.config.notes,
            kind,
            findings,
            suppressed,
            text,
            outcome,
        })
    }
}

impl Response for ConfiguredValidation {
    fn text(&self, _: Style) -> String {
        self.text.clone()
    }

    fn outcome(&self) -> Outcome {
        self.outcome
    }
}
