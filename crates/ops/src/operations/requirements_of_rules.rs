//! What the rules of the configuration ask for with actions, and what they forbid.

use catalog::{Action, ActionSet, Catalog};
use lint::house::{Demand, Guarded, KeyDemand, Scope, Words};
use policy::tree::PolicyKind;

use super::requirements::{RequiredCondition, Requirement, RequirementSource, names};
use crate::config::Config;
use crate::wire::{PolicyType, Severity};

const REQUIRED: &str = "configured-required-condition";
const FORBIDDEN: &str = "configured-forbidden-action";

/// What the rules say of the actions, in their order.
pub(super) fn of_rules(actions: &ActionSet, config: &Config, catalog: &Catalog) -> Vec<Requirement> {
    let mut all = Vec::new();
    for (index, rule) in config.house.conditions.iter().enumerate() {
        let mut wanted = Wanted::default();
        for demand in &rule.demands {
            wanted.add(demand, None);
        }
        let said = Said { words: &rule.words, scope: &rule.scope, guarded: &rule.guarded, check: REQUIRED };
        all.extend(said.requirement(index, actions, config, catalog, wanted.conditions));
    }
    for (index, rule) in config.house.actions.iter().enumerate() {
        let said = Said { words: &rule.words, scope: &rule.scope, guarded: &rule.guarded, check: FORBIDDEN };
        all.extend(said.requirement(index, actions, config, catalog, Vec::new()));
    }
    all
}

/// What a rule says, whatever it demands.
struct Said<'a> {
    words: &'a Words,
    scope: &'a Scope,
    guarded: &'a Guarded,
    check: &'static str,
}

impl Said<'_> {
    /// None if the rule is about none of the actions, or its check is switched off.
    fn requirement(
        &self,
        index: usize,
        actions: &ActionSet,
        config: &Config,
        catalog: &Catalog,
        conditions: Vec<RequiredCondition>,
    ) -> Option<Requirement> {
        let expand = |patterns: &[policy::ActionPattern]| {
            patterns.iter().fold(ActionSet::new(), |all, pattern| all.union(&catalog.expand(pattern)))
        };
        let guarded = expand(&self.guarded.actions).difference(&expand(&self.guarded.except));
        let meant: Vec<Action<'_>> = actions.intersection(&guarded).actions(catalog).collect();
        if meant.is_empty() || !config.is_enabled(self.check) {
            return None;
        }
        let of_check =
            config.severity(self.check).or_else(|| lint::find(self.check).map(|check| check.severity.into()));
        let severity = self.words.severity.map(Severity::from).or(of_check).unwrap_or(Severity::High);
        let kinds = if self.scope.kinds.is_empty() {
            vec![PolicyKind::Identity, PolicyKind::Resource, PolicyKind::Trust]
        } else {
            self.scope.kinds.clone()
        };
        let name = match self.words.name.as_str() {
            "" => format!("rule {}", index + 1),
            name => format!("rule `{name}`"),
        };
        let said = self.words.help.clone().or_else(|| self.words.message.clone());
        let otherwise = if self.check == FORBIDDEN {
            format!("{name} of the configuration forbids these actions")
        } else {
            format!("{name} of the configuration demands these conditions")
        };
        Some(Requirement {
            action_count: meant.len(),
            actions: names(&meant),
            severity,
            suggestion_text: said.unwrap_or(otherwise),
            required_conditions: conditions,
            source: RequirementSource::Configuration,
            when: self.when(&name),
            policy_types: kinds.into_iter().map(PolicyType::from).collect(),
            checks: vec![self.check.to_owned()],
        })
    }

    /// Where the rule holds, as far as it is not everywhere.
    fn when(&self, name: &str) -> String {
        let listed = |texts: Vec<String>| texts.join(", ");
        let mut limits = Vec::new();
        if self.guarded.together {
            let actions = self.guarded.actions.iter().map(|action| format!("`{action}`")).collect();
            limits.push(format!("where a statement allows all of {}", listed(actions)));
        }
        let quoted = |resources: &[policy::ResourcePattern]| {
            listed(resources.iter().map(|one| format!("`{one}`")).collect())
        };
        if !self.scope.resources.is_empty() {
            limits.push(format!("on {}", quoted(&self.scope.resources)));
        }
        if !self.scope.except_resources.is_empty() {
            limits.push(format!("but not on {}", quoted(&self.scope.except_resources)));
        }
        if !self.scope.files.is_empty() || !self.scope.except_files.is_empty() {
            limits.push("in some files".to_owned());
        }
        if limits.is_empty() {
            format!("wherever it is allowed ({name})")
        } else {
            format!("{} ({name})", limits.join(", "))
        }
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
            when: None,
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
            when: None,
            forbidden,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str, value: &str) -> Demand {
        Demand::Key(KeyDemand {
            key: name.to_owned(),
            values: vec![value.to_owned()],
            ..KeyDemand::default()
        })
    }

    #[test]
    fn what_stands_together_within_a_choice_is_one_alternative() {
        let mut wanted = Wanted::default();
        let pair = Demand::All(vec![key("aws:SourceVpc", "vpc-1"), key("aws:SourceIp", "203.0.113.0/24")]);
        for demand in [
            key("aws:PrincipalTag/team", "red"),
            Demand::Any(vec![key("aws:SourceVpce", "vpce-1"), pair.clone()]),
            Demand::Any(vec![key("aws:PrincipalOrgID", "o-a1"), Demand::Any(vec![key("aws:userid", "A")])]),
            pair,
        ] {
            wanted.add(&demand, None);
        }
        let told: Vec<_> =
            wanted.conditions.iter().map(|one| (one.condition_key.as_str(), one.choice)).collect();
        let expected = [
            ("aws:PrincipalTag/team", None),
            ("aws:SourceVpce", Some(1)),
            ("aws:SourceVpc, aws:SourceIp", Some(1)),
            ("aws:PrincipalOrgID", Some(2)),
            ("aws:userid", Some(2)),
            ("aws:SourceVpc", None),
            ("aws:SourceIp", None),
        ];
        assert_eq!(told, expected);
        for one in &wanted.conditions {
            let read = serde_json::from_str::<serde_json::Value>(&one.example);
            assert!(read.is_ok_and(|element| element.is_object()), "{}", one.example);
        }
    }
}
