//! Which conditions should go with these actions?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::requirements::{Requirement, RequirementSource, lines, matched, requirements};
use crate::render::table;
use crate::sensitive::{Asked, Unknown};
use crate::wire::{Configuration, PolicyType, page, usual};
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Says which conditions should go with actions: what our checks and the configuration ask for, and what is worth having
///
/// Before writing a statement. What is asked for is what `validate_policy` would find missing. The rest is recommended, with severity
/// `low`.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetRequiredConditions {
    /// Actions such as `iam:PassRole`; wildcards stand for all that they match
    #[arg(value_name = "ACTION", required = true)]
    actions: Vec<String>,

    /// Only for this kind of policy
    #[arg(long = "type", value_name = "TYPE")]
    #[serde(default)]
    policy_type: Option<PolicyType>,

    /// The configuration; else the `leastwise.yaml` found from the working directory on
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    config: Option<Configuration>,

    /// At most this many requirements, the gravest first
    #[arg(long, value_name = "N", default_value_t = SHOWN)]
    #[serde(default = "usual::<SHOWN>")]
    limit: usize,

    /// Pass over this many
    #[arg(long, value_name = "N", default_value_t = 0)]
    #[serde(default)]
    offset: usize,
}

/// So many are read.
const SHOWN: usize = 50;

/// Conditions that go with actions
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RequiredConditions {
    requirements: Vec<Requirement>,
    /// The actions with which a condition goes
    actions_matched: Vec<String>,
    summary: String,
    /// Entries of which nothing can be said
    unknown: Vec<Unknown>,
    /// How many requirements there are in all
    total: usize,
    /// Whether more requirements follow
    truncated: bool,
}

impl Operation for GetRequiredConditions {
    const NAME: &'static str = "get_required_conditions";
    const COMMAND: &'static [&'static str] = &["query", "required-conditions"];
    const EFFECT: Effect = Effect::Read;
    type Response = RequiredConditions;

    fn run(self, cx: &Context) -> Result<RequiredConditions, OpError> {
        let catalog = cx.catalog();
        let config = cx.configuration(self.config.as_ref())?;
        let asked = Asked::read(&catalog, &self.actions)?;
        let all = requirements(&asked.actions(), self.policy_type, &config, &catalog);
        let summary = summary(&all);
        let page = page(all, Some(self.limit), self.offset, cx.limits());
        Ok(RequiredConditions {
            actions_matched: matched(&page.items),
            requirements: page.items,
            summary,
            unknown: asked.unknown().collect(),
            total: page.total,
            truncated: page.truncated,
        })
    }
}

fn summary(all: &[Requirement]) -> String {
    let of = |source| all.iter().filter(|found| found.source == source).count();
    let asked = of(RequirementSource::Check);
    let house = of(RequirementSource::Configuration);
    let recommended = of(RequirementSource::Recommended);
    if all.is_empty() {
        return "no conditions are asked for with these actions; still name their resources".to_owned();
    }
    format!("{asked} asked for by checks, {house} by the configuration, {recommended} recommended")
}

impl Response for RequiredConditions {
    fn text(&self, _: Style) -> String {
        let rest = table::rest(self.requirements.len(), self.total, self.truncated);
        lines(&self.requirements) + &rest + &self.summary + "\n" + &Unknown::lines(&self.unknown)
    }
}
