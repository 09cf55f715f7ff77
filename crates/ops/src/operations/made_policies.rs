//! Policies from actions or from a template, where no usage is at hand: made as the operations for that make them.

use draft::Form;
use schemars::JsonSchema;
use serde::Deserialize;
use trail::Usage;

use super::build_minimal_policy::BuildMinimalPolicy;
use super::drafting_shape::DraftingShape;
use super::generate_policy_from_template::{GeneratePolicyFromTemplate, values_schema};
use super::generated::{Generated, OfPrincipal};
use super::validate_policy::Validation;
use crate::drafting::{Current, Proof};
use crate::wire::{
    Configuration, Document, KeyValues, PolicyType, WantedCondition, key_values, wanted_condition,
};
use crate::{Context, OpError, Operation, Outcome, Response};

/// What a policy is made of, rather than of usage
#[derive(Debug, Default, clap::Args, Deserialize, JsonSchema)]
pub(super) struct Making {
    /// Not from usage: a policy for these actions, as `build policy` makes it (can be repeated)
    #[arg(long, value_name = "ACTION", num_args = 1..)]
    #[serde(default)]
    #[schemars(
        description = "Not from usage: a policy for these actions, as `build_minimal_policy` makes it"
    )]
    actions: Vec<String>,

    /// What the actions are to be allowed on, wildcards allowed (can be repeated)
    #[arg(long, value_name = "ARN", num_args = 1..)]
    #[serde(default)]
    resources: Vec<String>,

    /// Conditions as in a policy, for the actions that know the keys (can be repeated)
    #[arg(long, value_name = "OPERATOR:KEY=VALUE", num_args = 1..)]
    #[serde(default, deserialize_with = "wanted_condition::from_object")]
    #[schemars(schema_with = "wanted_condition::object_schema")]
    conditions: Vec<WantedCondition>,

    /// Not from usage: the policy that this template makes of the values given
    #[arg(long, value_name = "NAME")]
    #[serde(default)]
    template: Option<String>,

    /// A value that the template asks for (can be repeated)
    #[arg(long, value_name = "NAME=VALUE", num_args = 1..)]
    #[serde(default, deserialize_with = "key_values::from_object")]
    #[schemars(schema_with = "values_schema")]
    #[schemars(description = "The values that the template asks for, by name")]
    set: Vec<KeyValues>,

    /// The configuration; else the `leastwise.yaml` found from the working directory on
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    config: Option<Configuration>,
}

/// A policy with what the operation that makes it says of it.
pub(super) struct Made {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) size: usize,
    pub(super) notes: Vec<String>,
    pub(super) validation: Validation,
}

impl Making {
    /// Whether the policy is to be made so; refuses a request for more than one policy source, or for half of one.
    pub(super) fn is_asked(&self, has_usage: bool) -> Result<bool, OpError> {
        let sources = [
            (has_usage, "logs or usage"),
            (!self.actions.is_empty(), "`actions`"),
            (self.template.is_some(), "`template`"),
        ];
        let given: Vec<_> = sources.iter().filter(|(is_given, _)| *is_given).map(|(_, name)| *name).collect();
        if given.len() > 1 {
            let message = format!("a policy comes from one source, and {} are given", given.join(" and "));
            return Err(OpError::invalid(message).hint("ask for each in a request of its own"));
        }
        let parts = [
            (!self.resources.is_empty(), "resources", self.actions.is_empty(), "actions"),
            (!self.conditions.is_empty(), "conditions", self.actions.is_empty(), "actions"),
            (!self.set.is_empty(), "set", self.template.is_none(), "template"),
        ];
        if let Some((_, part, _, whole)) = parts.iter().find(|(is_given, _, lacks, _)| *is_given && *lacks) {
            return Err(OpError::invalid(format!("`{part}` goes with `{whole}`, which is not given")));
        }
        Ok(!self.actions.is_empty() || self.template.is_some())
    }

    /// Makes the policy, for whom it is if that is said, and tells what it may be written as.
    pub(super) fn make(
        self,
        for_whom: Option<String>,
        shape: &DraftingShape,
        current: &[Document],
        cx: &Context,
    ) -> Result<(Generated, Option<Form>), OpError> {
        let prefix = for_whom.as_deref().map(short).unwrap_or_default();
        let (made, kind) = if let Some(template_name) = self.template {
            let request = GeneratePolicyFromTemplate {
                template_name,
                variables: self.set,
                verbose: false,
                config: self.config,
            };
            let made = request.run(cx)?;
            let kind = made.kind;
            (made.made(&prefix), kind)
        } else {
            let request = BuildMinimalPolicy {
                actions: self.actions,
                resources: self.resources,
                conditions: self.conditions,
                verbose: false,
                config: self.config,
            };
            (request.of_any_size(cx)?.made(&prefix), PolicyType::Identity)
        };
        if shape.is_trust() && kind != PolicyType::Trust {
            return Err(OpError::invalid(
                "who is trusted follows from usage, or from a template of a trust policy",
            )
            .hint("leave `form` out, or name another one"));
        }
        let form = match kind {
            PolicyType::Identity => Some(shape.form()),
            PolicyType::Boundary => Some(Form::Boundary),
            PolicyType::Session => Some(Form::Session),
            PolicyType::Scp => Some(Form::Scp),
            PolicyType::Resource | PolicyType::Trust | PolicyType::Rcp | PolicyType::Endpoint => None,
        };
        let kind = form.map_or(kind.into(), Form::kind);
        let proof = Proof { usage: &Usage::default(), kind, current: Current::read(current, kind, cx)? };
        let name = for_whom.unwrap_or_else(|| "anyone".to_owned());
        let of = OfPrincipal::made(name, made, form, &proof, cx)?;
        Ok((Generated::made(of), form))
    }
}

/// The last part of an ARN, as policies are named after it, with a dash behind it.
fn short(principal: &str) -> String {
    const LONGEST: usize = 64;
    let name = principal.rsplit(['/', ':']).next().unwrap_or_default();
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "_+=,.@-".contains(letter);
    let name = name.chars().map(|letter| if allowed(letter) { letter } else { '-' });
    name.take(LONGEST).chain(['-']).collect()
}

impl Made {
    /// Whether the checks find what fails a run.
    pub(super) fn is_at_fault(&self) -> bool {
        !self.validation.findings.is_empty() && self.validation.outcome() != Outcome::Clean
    }
}
