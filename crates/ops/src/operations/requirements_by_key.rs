//! Actions that AWS can limit by conditions only: any key that it lists for them will do.

use std::collections::BTreeMap;

use catalog::{Action, ActionSet, Catalog, ConditionKey, Scalar};
use policy::tree::PolicyKind;

use super::requirements::{RequiredCondition, Requirement, RequirementSource, names};
use crate::config::Config;
use crate::wire::Severity;

const CHECK: &str = "write-access-without-constraint";

/// So many keys are offered.
const MOST: usize = 5;

/// What the check asks for, once for all actions with the same keys; those with advice of their own are left out.
pub(super) fn by_key(actions: &ActionSet, config: &Config, catalog: &Catalog) -> Vec<Requirement> {
    if !config.is_enabled(CHECK) {
        return Vec::new();
    }
    let mut groups: BTreeMap<Vec<&str>, Vec<Action<'_>>> = BTreeMap::new();
    let advised = lint::all_advice().filter(|advice| advice.kind == PolicyKind::Identity);
    let advised = advised.fold(ActionSet::new(), |all, advice| all.union(&advice.among(actions, catalog)));
    for action in actions.actions(catalog).filter(|action| lint::only_conditions_limit(*action)) {
        let is_advised = advised.contains(action.id());
        let keys = fitting(action);
        if !is_advised && !keys.is_empty() {
            groups.entry(keys.iter().map(|key| key.name()).collect()).or_default().push(action);
        }
    }
    let severity = lint::find(CHECK).map_or(Severity::Low, |check| check.severity.into());
    let severity = config.severity(CHECK).unwrap_or(severity);
    let told = groups.into_values().filter_map(|actions| {
        let keys = fitting(*actions.first()?);
        Some(Requirement {
            action_count: actions.len(),
            actions: names(&actions),
            severity,
            suggestion_text: "AWS can limit it to no resource: add a condition on one of these keys"
                .to_owned(),
            required_conditions: keys.iter().take(MOST).map(|key| condition(*key)).collect(),
            source: RequirementSource::Check,
            when: "wherever it is allowed".to_owned(),
            policy_types: vec![PolicyKind::Identity.into()],
            checks: vec![CHECK.to_owned()],
        })
    });
    told.collect()
}

/// Keys that say what or who, and have one value: those of the service first.
fn fitting(action: Action<'_>) -> Vec<ConditionKey<'_>> {
    let is_fit = |key: &ConditionKey<'_>| !key.is_multivalued() && !lint::leaves_open(key.name());
    let mut keys: Vec<_> = action.own_keys().filter(is_fit).collect();
    keys.sort_by_key(|key| (key.name().starts_with("aws:"), key.name()));
    keys
}

fn condition(key: ConditionKey<'_>) -> RequiredCondition {
    let (operator, value) = match key.kind().scalar {
        Scalar::Bool => ("Bool", "true"),
        Scalar::Arn => ("ArnLike", "…"),
        Scalar::Numeric => ("NumericLessThanEquals", "…"),
        Scalar::Date => ("DateLessThan", "…"),
        Scalar::IpAddress => ("IpAddress", "…"),
        _ => ("StringEquals", "…"),
    };
    let name = key.name();
    RequiredCondition {
        condition_key: name.to_owned(),
        description: format!("requests are held to certain values of `{name}`"),
        example: format!(r#"{{ "{operator}": {{ "{name}": "{value}" }} }}"#),
        choice: Some(1),
        when: None,
        forbidden: false,
    }
}

#[cfg(test)]
mod tests {
    use policy::{Document, Limits};

    use super::*;

    fn is_found(action: &str, condition: &str) -> bool {
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"{action}","Resource":"*","Condition":{condition}}}}}"#
        );
        let document = Document::read("p.json", text.as_bytes(), None, &Limits::default());
        let options = lint::Options {
            kind: Some(PolicyKind::Identity),
            only: vec![CHECK.to_owned()],
            ..lint::Options::default()
        };
        !lint::lint(&document, Catalog::embedded(), &options).diagnostics.is_empty()
    }

    #[test]
    fn what_the_check_finds_missing_is_asked_for_and_enough() {
        let catalog = Catalog::embedded();
        let every: ActionSet = catalog.actions().collect();
        let asked = by_key(&every, &Config::default(), catalog);
        assert!(asked.len() > 20, "{}", asked.len());
        for one in &asked {
            let action = &one.actions[0];
            assert!(is_found(action, "{}"), "{action}");
            for wanted in &one.required_conditions {
                let filled = wanted.example.replace("${TagKey}", "team").replace('…', "a");
                assert!(!is_found(action, &filled), "{action} {filled}");
            }
        }
        let known: ActionSet =
            catalog.actions().filter(|action| lint::only_conditions_limit(*action)).collect();
        let silent: Vec<_> = known
            .actions(catalog)
            .filter(|action| !is_found(&action.full_name(), "{}"))
            .map(Action::full_name)
            .collect();
        assert_eq!(silent, [""; 0]);
    }
}
