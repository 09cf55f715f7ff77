//! `explain`: one word for what a policy says and for what a check means.

use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::explain_policy::{ExplainPolicy, SERVICES};
use super::get_check_details::{CheckDetails, GetCheckDetails};
use crate::operation::Format;
use crate::wire::{Configuration, Document, PolicyExplanation, PolicyType, usual};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style, render};

/// Explains a policy, or a check
///
/// Of a policy: what it allows and denies, by service and access level, under which conditions, and with which risks. Of a check:
/// why it matters, what to do, and examples.
///
/// Of a text that is broken, what could be read is explained, with the place of the fault before it. Exits with 2 then.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Explain {
    /// A policy: a file, or `-` for standard input. A check: its id, an alias of it, or an id of another tool, such as `CKV_AWS_63`
    #[arg(value_name = "POLICY|CHECK")]
    subject: Document,

    /// What kind of policy it is; by its content if left out
    #[arg(long = "type", value_name = "TYPE")]
    #[serde(default)]
    policy_type: Option<PolicyType>,

    /// The configuration; else the `leastwise.yaml` found from the working directory on
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    config: Option<Configuration>,

    /// Also name the actions that a policy allows
    #[arg(long)]
    #[serde(default)]
    verbose: bool,

    /// Show at most this many services of a policy, those with the most power first
    #[arg(long, value_name = "N", default_value_t = SERVICES)]
    #[serde(default = "usual::<SERVICES>")]
    limit: usize,
}

/// What was explained
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Explained {
    Policy(Box<PolicyExplanation>),
    Check(Box<CheckDetails>),
}

impl Operation for Explain {
    const NAME: &'static str = "explain";
    const COMMAND: &'static [&'static str] = &["explain"];
    const EFFECT: Effect = Effect::Read;
    type Response = Explained;

    fn run(self, cx: &Context) -> Result<Explained, OpError> {
        if let Some(check_id) = check(&self.subject, cx) {
            let details = GetCheckDetails { check_id, config: self.config }.run(cx)?;
            return Ok(Explained::Check(Box::new(details)));
        }
        let Self { subject: policy, policy_type, config, verbose, limit } = self;
        let explanation = ExplainPolicy { policy, policy_type, config, verbose, limit }.run(cx)?;
        Ok(Explained::Policy(Box::new(explanation)))
    }
}

impl Response for Explained {
    const FORMATS: &'static [Format<Self>] = &[Format { name: "markdown", write: markdown }];

    fn text(&self, style: Style) -> String {
        match self {
            Self::Policy(policy) => policy.text(style),
            Self::Check(check) => check.text(style),
        }
    }

    fn outcome(&self) -> Outcome {
        match self {
            Self::Policy(policy) => policy.outcome(),
            Self::Check(check) => check.outcome(),
        }
    }
}

fn markdown(explained: &Explained) -> Result<String, OpError> {
    match explained {
        Explained::Policy(policy) => render::explanation_markdown(policy),
        Explained::Check(check) => Ok(check.text(Style::default())),
    }
}

/// The check that is meant. A file wins over a check of its name; what is neither is a check if it does not look like a path.
fn check(subject: &Document, cx: &Context) -> Option<String> {
    let path = subject.path().filter(|path| *path != Path::new("-") && !cx.files().exists(path))?;
    let name = path.to_str()?;
    let looks_like_path = path.extension().is_some() || path.components().count() > 1;
    (lint::named(name).is_some() || !looks_like_path).then(|| name.to_owned())
}
