//! Which conditions go with actions: what the checks ask for, what the configuration demands, and what is worth having.

use std::collections::BTreeSet;

use catalog::{Action, ActionSet, Catalog};
use lint::Advice;
use schemars::JsonSchema;
use serde::Serialize;

use super::requirements_by_key::by_key;
use super::requirements_of_rules::of_rules;
use crate::config::Config;
use crate::wire::{PolicyType, Severity};

/// How many actions a requirement names.
const NAMED: usize = 20;

/// Conditions that go with actions
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Requirement {
    /// Those asked for that it is about, at most 20
    pub(super) actions: Vec<String>,
    /// How many those are
    pub(super) action_count: usize,
    /// How bad it is to leave the conditions out
    pub(super) severity: Severity,
    /// What to do
    pub(super) suggestion_text: String,
    /// All of them together, but for those with the same `choice`
    pub(super) required_conditions: Vec<RequiredCondition>,
    /// Who asks for them
    pub(super) source: RequirementSource,
    /// When they are asked for
    pub(super) when: String,
    /// In which kinds of policies
    #[schemars(with = "Vec<PolicyType>")]
    pub(super) policy_types: Vec<PolicyType>,
    /// The checks that find something without them
    pub(super) checks: Vec<String>,
}

/// Who asks for conditions
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub(super) enum RequirementSource {
    /// A check that always runs
    Check,
    /// A rule of the configuration
    Configuration,
    /// Nobody; it is worth having
    Recommended,
}

/// A condition
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct RequiredCondition {
    pub(super) condition_key: String,
    pub(super) description: String,
    /// A `Condition` element, in which `…` is to be filled in
    pub(super) example: String,
    /// One of those with the same number is enough
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) choice: Option<usize>,
    /// When it is asked for, where conditions of several requirements stand together
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) when: Option<String>,
    /// Whether it must not stand there
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) forbidden: bool,
}

/// What is asked for with any of the actions, the gravest first; in one kind of policy, or in all.
pub(super) fn requirements(
    actions: &ActionSet,
    kind: Option<PolicyType>,
    config: &Config,
    catalog: &Catalog,
) -> Vec<Requirement> {
    let is_meant = |kinds: &[PolicyType]| kind.is_none_or(|kind| kinds.contains(&kind));
    let advised =
        lint::all_advice().filter_map(|advice| Requirement::of_advice(advice, actions, config, catalog));
    let mut all: Vec<_> = of_rules(actions, config, catalog)
        .into_iter()
        .chain(advised)
        .chain(by_key(actions, config, catalog))
        .filter(|found| is_meant(&found.policy_types))
        .collect();
    // Stable: the rules of the configuration first, then the table's order.
    all.sort_by_key(|found| found.severity);
    all
}

impl Requirement {
    fn of_advice(advice: &Advice, actions: &ActionSet, config: &Config, catalog: &Catalog) -> Option<Self> {
        let meant: Vec<_> = advice.among(actions, catalog).actions(catalog).collect();
        let checks: Vec<_> = advice.checks.iter().filter(|id| config.is_enabled(id)).copied().collect();
        let set = checks.first().and_then(|id| config.severity(id));
        let is_demanded = !checks.is_empty();
        let severity = if is_demanded { set.unwrap_or(advice.severity().into()) } else { Severity::Low };
        let condition = |wanted: &lint::Wanted| RequiredCondition {
            condition_key: wanted.key.to_owned(),
            description: wanted.meaning.to_owned(),
            example: format!(r#"{{ "{}": {{ "{}": "{}" }} }}"#, wanted.operator, wanted.key, wanted.value),
            choice: None,
            when: None,
            forbidden: false,
        };
        (!meant.is_empty()).then(|| Self {
            action_count: meant.len(),
            actions: names(&meant),
            severity,
            suggestion_text: format!("{}: otherwise {}", advice.suggestion, advice.risk),
            required_conditions: advice.conditions.iter().map(condition).collect(),
            source: if is_demanded { RequirementSource::Check } else { RequirementSource::Recommended },
            when: advice.when.to_owned(),
            policy_types: vec![advice.kind.into()],
            checks: checks.into_iter().map(str::to_owned).collect(),
        })
    }
}

pub(super) fn names(actions: &[Action<'_>]) -> Vec<String> {
    actions.iter().take(NAMED).map(|action| action.full_name()).collect()
}

/// The actions that something is asked for, of those that a requirement names.
pub(super) fn matched(requirements: &[Requirement]) -> Vec<String> {
    let names: BTreeSet<&String> = requirements.iter().flat_map(|found| &found.actions).collect();
    names.into_iter().cloned().collect()
}

/// The requirements as text.
pub(super) fn lines(requirements: &[Requirement]) -> String {
    let mut text = String::new();
    for found in requirements {
        let asked = match found.source {
            RequirementSource::Recommended => "recommended",
            _ => "asked for",
        };
        let more = found.action_count.saturating_sub(found.actions.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        text.extend([format!(
            "{}: {}{more}\n  {asked} {}\n  {}\n",
            found.severity.name(),
            found.actions.join(", "),
            found.when,
            found.suggestion_text
        )]);
        for condition in &found.required_conditions {
            let not = if condition.forbidden { "not " } else { "" };
            text.extend([format!("    {not}{}  {}\n", condition.example, condition.description)]);
        }
    }
    let lines = text.lines().map(|line| crate::render::plain(line).into_owned() + "\n");
    lines.collect()
}
