//! What does a policy say? For callers with a policy at hand; on the command line it is `explain`.

use policy::tree::{Condition, Policy, lower};
use policy::{Glob, Severity};
use schemars::JsonSchema;
use serde::Deserialize;

use super::plan::{Asked, Plan};
use super::{held_policies, lint_document};
use crate::operation::Format;
use crate::simulate::is_fault;
use crate::wire::{Broken, Configuration, Document, Finding, PolicyExplanation, PolicyType, Whole, page};
use crate::words::{self, Reach, Reading};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style, render};

/// Explains a policy: what it allows and denies, by service and access level, under which conditions, and with which risks
///
/// One sentence for each statement, then what all of them allow together: actions that some Allow names, less those that a Deny
/// without conditions takes out on the same resources. Wildcards and `NotAction` are counted through the catalogue of AWS actions.
/// Of a text that is broken, what could be read is explained, and `broken` has the places.
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
    #[serde(default = "services")]
    pub(super) limit: usize,
}

/// How many services are shown if the request does not say.
pub(super) const SERVICES: usize = 20;

pub(super) fn services() -> usize {
    SERVICES
}

/// More is no policy that AWS would take, and would take long to tell.
const MOST_STATEMENTS: usize = 1_000;
/// Actions, resources and values of conditions.
const MOST_ENTRIES: usize = 10_000;
/// As how many counts what is looked up in every service.
const EVERY_SERVICE: usize = 50;

impl Operation for ExplainPolicy {
    const NAME: &'static str = "explain_policy";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::Read;
    type Response = PolicyExplanation;

    fn run(self, cx: &Context) -> Result<PolicyExplanation, OpError> {
        let asked = Asked { kind: self.policy_type, config: self.config.as_ref(), ..Asked::default() };
        let plan = Plan::of(asked, cx)?;
        let document = opened(&self.policy, cx)?;
        let policy = lower(&document.root);
        within_limits(&policy, document.source.name())?;
        let catalog = cx.catalog();
        let findings = plan.open_findings(&document, cx);
        let kind = policy.kind_or(plan.kind_of(&document)).kind;
        let reading = Reading::of(&policy, kind, &catalog);
        let mut told = Vec::new();
        for statement in &policy.statements {
            cx.check_cancelled()?;
            told.push(words::tell(statement, &reading));
        }
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

/// The policy of the request, which may be held by an answer of the AWS command line.
fn opened(asked: &Document, cx: &Context) -> Result<policy::Document, OpError> {
    let document = lint_document::read(&asked.read(cx)?, cx);
    let name = document.source.name().to_owned();
    let mut held = held_policies::held(&document);
    match held.len() {
        0 => {}
        1 => return Ok(held.swap_remove(0).document),
        count => {
            return Err(OpError::invalid(format!("`{name}` holds {count} policies"))
                .hint("explain one of them at a time"));
        }
    }
    let is_policy =
        |statements: &policy::Node| statements.as_array().is_some() || statements.as_object().is_some();
    if document.root.get("Statement").is_some_and(is_policy) {
        return Ok(document);
    }
    // The first fault says why there is nothing to be read.
    let why = document.diagnostics.iter().find(|found| found.severity == Severity::Error);
    let why = why.map_or("it has no statements", |found| found.message.as_str());
    Err(OpError::invalid(format!("`{name}` is no policy: {why}"))
        .hint("`leastwise validate` shows the places"))
}

pub(super) fn within_limits(policy: &Policy, name: &str) -> Result<(), OpError> {
    if policy.statements.len() > MOST_STATEMENTS {
        return Err(OpError::too_large(format!(
            "`{name}` has {} statements, and at most {MOST_STATEMENTS} are explained",
            policy.statements.len()
        )));
    }
    if policy.statements.iter().map(entries).sum::<usize>() > MOST_ENTRIES {
        return Err(OpError::too_large(format!(
            "`{name}` names more than the {MOST_ENTRIES} actions, resources and values that are explained"
        ))
        .hint("a wildcard in the service of an action or a resource counts for many of them"));
    }
    Ok(())
}

/// How much there is to look up for a statement.
fn entries(statement: &policy::tree::Statement) -> usize {
    let values =
        statement.condition.iter().flat_map(Condition::entries).map(|(_, entry)| 1 + entry.values.len());
    let actions = statement.actions().iter().chain(statement.not_actions()).map(|action| {
        let is_wild = action.value.service().is_some_and(Glob::has_wildcard);
        if is_wild { EVERY_SERVICE } else { 1 }
    });
    let resources = statement.resources().iter().chain(statement.not_resources()).map(|resource| {
        let is_wild = resource.value.parts().get(2).is_some_and(Glob::has_wildcard);
        if is_wild { EVERY_SERVICE } else { 1 }
    });
    actions.chain(resources).chain(values).sum()
}
