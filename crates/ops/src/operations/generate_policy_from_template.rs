//! A policy for a common purpose: a template and its values in, a checked policy out.

use draft::templates::ValueFault;
use policy::{Style as Layout, write};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::known;
use super::made_policies::Made;
use super::validate_policy::{ValidatePolicy, Validation};
use crate::wire::{Configuration, JsonObject, KeyValues, PolicyType, key_values};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style, render};

/// Writes the policy that a template makes of the values given
///
/// The first choice where a template fits: `list_templates` says what each asks for. Values are names, never patterns: wildcards and
/// policy variables are refused. The policy is checked before it is given, and the notes say what it does and what it does not.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GeneratePolicyFromTemplate {
    /// The template's name
    #[arg(value_name = "TEMPLATE")]
    pub(super) template_name: String,

    /// A value that the template asks for (can be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE", num_args = 1..)]
    #[serde(default, deserialize_with = "key_values::from_object")]
    #[schemars(schema_with = "values_schema")]
    #[schemars(description = "The values that the template asks for, by name")]
    pub(super) variables: Vec<KeyValues>,

    /// Also say why each issue matters and where to read on
    #[arg(long)]
    #[serde(default)]
    pub(super) verbose: bool,

    /// The configuration; else the `leastwise.yaml` found from the working directory on
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    pub(super) config: Option<Configuration>,
}

pub(super) fn values_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": "object",
        "additionalProperties": { "type": "string" },
        "examples": [{ "bucket_name": "acme-reports", "prefix": "2026/" }]
    })
}

/// A policy and what to know about it
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct FromTemplate {
    policy: JsonObject,
    /// What the checks say of the policy
    validation: Validation,
    security_notes: Vec<String>,
    template_used: String,
    #[schemars(with = "PolicyType")]
    pub(super) kind: PolicyType,
    /// Characters as IAM counts them: white space is free
    size: usize,
    /// The text of the policy
    text: String,
}

impl Operation for GeneratePolicyFromTemplate {
    const NAME: &'static str = "generate_policy_from_template";
    const COMMAND: &'static [&'static str] = &["templates", "generate"];
    const EFFECT: Effect = Effect::Read;
    type Response = FromTemplate;

    fn run(self, cx: &Context) -> Result<FromTemplate, OpError> {
        let template = known::template(&self.template_name)?;
        let values = self.variables.into_iter().map(|given| match <[String; 1]>::try_from(given.values) {
            Ok([value]) if !given.is_list => Ok((given.key, value)),
            _ => Err(OpError::invalid(format!("the value of `{}` is a list, not a text", given.key))),
        });
        let values = values.collect::<Result<Vec<_>, _>>()?;
        let made = template.fill(&values, &cx.catalog()).map_err(|faults| refused(template.id, faults))?;
        let text = write(&made.policy.to_node(), Layout::default()) + "\n";
        let policy = JsonObject::of_policy(&text)?;
        let validate = ValidatePolicy::of(&text, template.kind.into(), self.config, self.verbose);
        Ok(FromTemplate {
            policy,
            validation: validate.run(cx)?,
            security_notes: made.notes.iter().map(|note| (*note).to_owned()).collect(),
            template_used: template.id.to_owned(),
            kind: template.kind.into(),
            size: made.size,
            text,
        })
    }
}

impl FromTemplate {
    /// The policy as one of several that are to be written.
    pub(super) fn made(self, prefix: &str) -> Made {
        Made {
            name: format!("{prefix}{}", self.template_used),
            notes: self.security_notes,
            text: self.text,
            size: self.size,
            validation: self.validation,
        }
    }
}

/// All that is wrong with the values.
fn refused(template: &str, faults: Vec<ValueFault>) -> OpError {
    let mut faults = faults.into_iter();
    let mut error = OpError::invalid(faults.next().map(|fault| fault.to_string()).unwrap_or_default());
    error.also = faults.map(|fault| fault.to_string()).collect();
    error.hint(format!("`get_template` (`leastwise templates show {template}`) says what it asks for"))
}

impl Response for FromTemplate {
    /// The policy, for a file, and then as comments what to know about it.
    fn text(&self, style: Style) -> String {
        let mut text = self.text.clone();
        text.extend(self.security_notes.iter().map(|note| format!("# {note}\n")));
        if self.validation.text.summary.findings > 0 {
            text.push('\n');
            text.push_str(&render::findings_text(&self.validation.text, style));
        }
        text
    }

    fn outcome(&self) -> Outcome {
        self.validation.outcome()
    }
}
