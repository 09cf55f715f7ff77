//! Which conditions go with actions: what the checks ask for, what the configuration demands, and what is worth having.

use std::collections::BTreeSet;

use catalog::{Action, ActionSet, Catalog};
use lint::Advice;
use lint::house::{ConditionRule, Demand, KeyDemand};
use policy::tree::PolicyKind;
use schemars::JsonSchema;
use serde::Serialize;

use crate::config::Config;
use crate::wire::{PolicyType, Severity};

/// How many actions a requirement names.
const NAMED: usize = 50;

/// Conditions that go with actions
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct Requirement {
    /// Those asked for that it is about, at most 50
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
    let of_rule = |(index, rule)| Requirement::of_rule(rule, index, actions, config, catalog);
    let ruled = config.house.conditions.iter().enumerate().filter_map(of_rule);
    let advised =
        lint::all_advice().filter_map(|advice| Requirement::of_advice(advice, actions, config, catalog));
    let mut all: Vec<_> = ruled.chain(advised).filter(|found| is_meant(&found.policy_types)).collect();
    // Stable: the rules of the configuration first, then the table's order.
    all.sort_by_key(|found| found.severity);
    all
}

impl Requirement {
    fn of_advice(advice: &Advice, actions: &ActionSet, config: &Config, catalog: &Catalog) -> Option<Self> {
        let meant: Vec<_> = actions.actions(catalog).filter(|action| advice.is_about(*action)).collect();
        let checks: Vec<_> = advice.checks.iter().filter(|id| config.is_enabled(id)).copied().collect();
        let set = checks.first().and_then(|id| config.severity(id));
        let is_demanded = !checks.is_empty();
        let severity = if is_demanded { set.unwrap_or(advice.severity().into()) } else { Severity::Low };
        let condition = |wanted: &lint::Wanted| RequiredCondition {
            condition_key: wanted.key.to_owned(),
            description: wanted.meaning.to_owned(),
            example: format!(r#"{{ "{}": {{ "{}": "{}" }} }}"#, wanted.operator, wanted.key, wanted.value),
            choice: None,
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

    /// What a rule of the configuration demands; none if it is about none of the actions, or the check is switched off.
    fn of_rule(
        rule: &ConditionRule,
        index: usize,
        actions: &ActionSet,
        config: &Config,
        catalog: &Catalog,
    ) -> Option<Self> {
        const CHECK: &str = "configured-required-condition";
        let expand = |patterns: &[policy::ActionPattern]| {
            patterns.iter().fold(ActionSet::new(), |all, pattern| all.union(&catalog.expand(pattern)))
        };
        let guarded = expand(&rule.guarded.actions).difference(&expand(&rule.guarded.except));
        let meant: Vec<_> = actions.intersection(&guarded).actions(catalog).collect();
        if meant.is_empty() || !config.is_enabled(CHECK) {
            return None;
        }
        let of_check =
            config.severity(CHECK).or_else(|| lint::find(CHECK).map(|check| check.severity.into()));
        let severity = rule.words.severity.map(Severity::from).or(of_check).unwrap_or(Severity::High);
        let mut wanted = Wanted::default();
        rule.demands.iter().for_each(|demand| wanted.add(demand, None));
        let kinds = if rule.scope.kinds.is_empty() {
            vec![PolicyKind::Identity, PolicyKind::Resource, PolicyKind::Trust]
        } else {
            rule.scope.kinds.clone()
        };
        let name = if rule.words.name.is_empty() {
            format!("rule {}", index + 1)
        } else {
            format!("rule `{}`", rule.words.name)
        };
        let said = rule.words.help.clone().or_else(|| rule.words.message.clone());
        Some(Self {
            action_count: meant.len(),
            actions: names(&meant),
            severity,
            suggestion_text: said
                .unwrap_or_else(|| format!("{name} of the configuration demands these conditions")),
            required_conditions: wanted.conditions,
            source: RequirementSource::Configuration,
            when: when(rule, &name),
            policy_types: kinds.into_iter().map(PolicyType::from).collect(),
            checks: vec![CHECK.to_owned()],
        })
    }
}

fn names(actions: &[Action<'_>]) -> Vec<String> {
    actions.iter().take(NAMED).map(|action| action.full_name()).collect()
}

/// Where a rule holds, as far as it is not everywhere.
fn when(rule: &ConditionRule, name: &str) -> String {
    let mut limits = Vec::new();
    if rule.guarded.together {
        let actions: Vec<_> = rule.guarded.actions.iter().map(|action| format!("`{action}`")).collect();
        limits.push(format!("where a statement allows all of {}", actions.join(", ")));
    }
    let resources: Vec<_> = rule.scope.resources.iter().map(|one| format!("`{one}`")).collect();
    let spared: Vec<_> = rule.scope.except_resources.iter().map(|one| format!("`{one}`")).collect();
    if !resources.is_empty() {
        limits.push(format!("on {}", resources.join(", ")));
    }
    if !spared.is_empty() {
        limits.push(format!("but not on {}", spared.join(", ")));
    }
    if !rule.scope.files.is_empty() || !rule.scope.except_files.is_empty() {
        limits.push("in some files".to_owned());
    }
    if limits.is_empty() {
        format!("wherever it is allowed ({name})")
    } else {
        format!("{} ({name})", limits.join(", "))
    }
}

/// The conditions of a rule, with a number for each choice.
#[derive(Default)]
struct Wanted {
    conditions: Vec<RequiredCondition>,
    choices: usize,
}

impl Wanted {
    fn add(&mut self, demand: &Demand, choice: Option<usize>) {
        match demand {
            Demand::Key(key) => self.push(key, choice, false),
            Demand::All(demands) if choice.is_some() && demands.len() > 1 => self.push_all(demands, choice),
            Demand::All(demands) => demands.iter().for_each(|demand| self.add(demand, choice)),
            Demand::Any(demands) => {
                // A choice within a choice is one with it: either way one of them is enough.
                let number = choice.unwrap_or_else(|| {
                    self.choices += 1;
                    self.choices
                });
                for demand in demands {
                    self.add(demand, Some(number));
                }
            }
            Demand::None(keys) => keys.iter().for_each(|key| self.push(key, choice, true)),
        }
    }

    /// Several that are one alternative together.
    fn push_all(&mut self, demands: &[Demand], choice: Option<usize>) {
        let mut parts = Self::default();
        for demand in demands {
            parts.add(demand, None);
        }
        let joined = |of: fn(&RequiredCondition) -> &str, between: &str| {
            parts.conditions.iter().map(of).collect::<Vec<_>>().join(between)
        };
        let inner = |one: &RequiredCondition| -> String {
            one.example.trim_start_matches("{ ").trim_end_matches(" }").to_owned() + " }"
        };
        let examples: Vec<_> = parts.conditions.iter().map(inner).collect();
        self.conditions.push(RequiredCondition {
            condition_key: joined(|one| &one.condition_key, ", "),
            description: joined(|one| &one.description, "; and "),
            example: format!("{{ {} }}", examples.join(", ")),
            choice,
            forbidden: false,
        });
    }

    fn push(&mut self, key: &KeyDemand, choice: Option<usize>, forbidden: bool) {
        let told = key.help.clone().or_else(|| key.message.clone());
        let description = told.unwrap_or_else(|| match (forbidden, key.values.as_slice()) {
            (true, _) => format!("a condition on `{}` must not stand there", key.key),
            (false, []) => format!("requests are held to certain values of `{}`", key.key),
            (false, _) => format!("requests are held to these values of `{}`", key.key),
        });
        self.conditions.push(RequiredCondition {
            condition_key: key.key.clone(),
            description,
            example: format!("{{ {} }}", key.example()),
            choice,
            forbidden,
        });
    }
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
