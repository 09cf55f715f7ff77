//! What does a policy say? For callers with a policy at hand; on the command line it is `explain`.

use policy::tree::lower;
use schemars::JsonSchema;
use serde::Deserialize;

use super::plan::{Asked, Plan};
use super::told_policy::{opened, within_limits};
use crate::operation::Format;
use crate::simulate::is_fault;
use crate::wire::{
    Broken, Configuration, Document, Finding, PolicyExplanation, PolicyType, Whole, page, usual,
};
use crate::words::{self, Reach, Reading};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style, render};

/// Explains a policy: what it allows and denies, by service and access level, under which conditions, and with which risks
///
/// To understand or review a policy. One sentence for each statement, then what all of them allow together. `broken` has the
/// places that could not be read.
///
/// Together means: actions that some Allow names, less those that a Deny without conditions takes out on the same resources.
/// Wildcards and `NotAction` are counted through the catalogue of AWS actions.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExplainPolicy {
    /// The policy itself, or `{"text": "…"}` with its text
    pub(super) policy: Document,

    /// What kind of policy it is; by its content if left out
    #[arg(long = "type", value_name = "TYPE")]
    #[serde(default)]
    pub(super) policy_type: Option<PolicyType>,

    /// The configuration; else the `leastwise.yaml` found from the working directory on
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    pub(super) config: Option<Configuration>,

    /// Also name the actions that are allowed
    #[arg(long)]
    #[serde(default)]
    pub(super) verbose: bool,

    /// At most this many services, those with the most power first
    #[arg(long, value_name = "N", default_value_t = SERVICES)]
    #[serde(default = "usual::<SERVICES>")]
    pub(super) limit: usize,
}

/// How many services are shown if the request does not say.
pub(super) const SERVICES: usize = 20;

impl Operation for ExplainPolicy {
    const NAME: &'static str = "explain_policy";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::Read;
    type Response = PolicyExplanation;

    fn run(self, cx: &Context) -> Result<PolicyExplanation, OpError> {
        let asked =
            Asked { taken: self.policy_type.into(), config: self.config.as_ref(), ..Asked::default() };
        let plan = Plan::of(asked, cx)?;
        let document = opened(&self.policy, cx)?;
        let policy = lower(&document.root);
        within_limits(&policy, document.source.name())?;
        let catalog = cx.catalog();
        let findings = plan.open_findings(&document, cx);
        let kind = policy.kind_or(plan.kind_of(&document)).kind;
        let reading = Reading::of(&policy, kind, &catalog);
        let told = words::tell_all(&policy, &reading, cx)?;
        let reach = Reach::of(&told, &catalog);
        let page = page(reach.services(), Some(self.limit), 0, cx.limits());
        let found =
            |diagnostic: &policy::Diagnostic| Finding::new(diagnostic, &[], &document.source, &document.root);
        let broken = document.diagnostics.iter().filter(|found| is_fault(found));
        Ok(PolicyExplanation::new(Whole {
            broken: broken.map(|found| Broken::new(found, &document.source)).collect(),
            policy: &policy,
            reading: &reading,
            told: &told,
            reach: &reach,
            services: &page,
            findings: &findings.iter().map(found).collect::<Vec<_>>(),
            verbose: self.verbose,
        }))
    }
}

impl Response for PolicyExplanation {
    const FORMATS: &'static [Format<Self>] =
        &[Format { name: "markdown", write: render::explanation_markdown }];

    fn text(&self, _: Style) -> String {
        render::explanation_text(self)
    }

    fn outcome(&self) -> Outcome {
        if self.broken.is_empty() { Outcome::Clean } else { Outcome::ReadInPart }
    }
}
