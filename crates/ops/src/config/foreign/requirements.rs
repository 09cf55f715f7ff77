//! What actions need, as `action_condition_enforcement` has it: as rules of the house.

use lint::house::{ActionRule, ConditionRule, Demand, Guarded, KeyDemand, Scope, Words};
use policy::{ActionPattern, Node, Severity, Value};

use super::ignored::Ignored;
use super::read::severity_named;
use super::{actions, keys, presets};
use crate::config::configuration::Config;
use crate::config::reader::Reader;
use crate::reading::fits::fits;
use crate::reading::shape::Shape;
use crate::reading::value::{items, text, texts, values};

/// Adds the rules of the block.
pub(super) fn read(block: &Node, severity: Option<Severity>, config: &mut Config, reader: &mut Reader<'_>) {
    let strategy = text(block.get("merge_strategy")).unwrap_or_else(|| "append".to_owned());
    let mut own = Vec::new();
    let mut replaces = false;
    for (list, replaces_presets) in [
        ("requirements", true),
        ("action_condition_requirements", false),
        ("policy_level_requirements", false),
    ] {
        let requirements: Vec<&Node> = items(block.get(list)).collect();
        replaces |= replaces_presets && !requirements.is_empty();
        own.extend(
            requirements.into_iter().enumerate().map(|(index, item)| (format!("{list}-{}", index + 1), item)),
        );
    }
    if strategy != "defaults_only" {
        for (name, item) in &own {
            requirement(item, name, severity, config, reader);
        }
    }
    let keeps_presets = match strategy.as_str() {
        "user_only" | "replace_all" => false,
        "defaults_only" => true,
        _ => !replaces,
    };
    if keeps_presets {
        let named: Vec<String> = own.iter().flat_map(|(_, item)| texts(item.get("actions"))).collect();
        let is_replaced = |rule: &ConditionRule| {
            strategy == "per_action_override"
                && rule.guarded.actions.iter().any(|action| named.iter().any(|name| name == action.as_str()))
        };
        config.house.conditions.extend(presets::rules().into_iter().filter(|rule| !is_replaced(rule)));
    }
}

fn requirement(
    item: &Node,
    name: &str,
    severity: Option<Severity>,
    config: &mut Config,
    reader: &mut Reader<'_>,
) {
    let words = words(item, name, severity, config, reader);
    let (any, all, none) = named_actions(item, reader);
    let demands = demands(item.get("required_conditions"), reader);
    if any.is_empty() && all.is_empty() && none.is_empty() {
        reader.problems.report(item.span, "a requirement that names no action has no effect");
    }
    if !none.is_empty() {
        let guarded = Guarded { actions: none, ..Guarded::default() };
        config.house.actions.push(ActionRule { words: words.clone(), scope: Scope::default(), guarded });
    }
    for (actions, together) in [(any, false), (all, true)] {
        if actions.is_empty() {
            continue;
        }
        let guarded = Guarded { actions, except: Vec::new(), together };
        let (words, scope) = (words.clone(), Scope::default());
        if demands.is_empty() {
            config.house.actions.push(ActionRule { words, scope, guarded });
        } else {
            config.house.conditions.push(ConditionRule { words, scope, guarded, demands: demands.clone() });
        }
    }
}

/// What is said of a requirement, after taking note of what it ignores.
pub(super) fn words(
    item: &Node,
    name: &str,
    severity: Option<Severity>,
    config: &mut Config,
    reader: &mut Reader<'_>,
) -> Words {
    let own = text(item.get("severity")).and_then(|name| severity_named(&name)).map(Into::into);
    let help = ["suggestion_text", "suggestion", "description"].iter().find_map(|key| text(item.get(key)));
    let mut words =
        Words { name: name.to_owned(), severity: own.or(severity), message: text(item.get("message")), help };
    let ignored: Vec<_> =
        items(item.get("ignore_patterns")).filter_map(|each| Ignored::read(each, reader)).collect();
    if !ignored.is_empty() {
        // A finding is known to be of this rule by the name that its message begins with.
        words.help = words.message.take().or(words.help);
        for id in
            ["configured-required-condition", "configured-forbidden-action", "configured-principal-rule"]
        {
            let settings = config.checks.entry(id).or_default();
            settings.ignored.extend(ignored.iter().cloned().map(|each| each.of_rule(name)));
        }
    }
    words
}

/// The actions of a requirement: of which each is meant, of which all together, and of which none may be allowed.
fn named_actions(
    item: &Node,
    reader: &mut Reader<'_>,
) -> (Vec<ActionPattern>, Vec<ActionPattern>, Vec<ActionPattern>) {
    let node = item.get("actions");
    let (mut any, mut all, mut none) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(node) = node {
        if node.as_object().is_some() {
            fits(node, &Shape::Object(keys::ACTION_GROUPS), &mut reader.problems);
            any.extend(reader.actions(node.get("any_of")));
            all.extend(reader.actions(node.get("all_of")));
            none.extend(reader.actions(node.get("none_of")));
        } else {
            fits(node, &Shape::Texts, &mut reader.problems);
            any.extend(reader.actions(Some(node)));
        }
    }
    for expression in texts(item.get("action_patterns")) {
        if let Some(patterns) = actions::patterns(&expression) {
            any.extend(patterns.iter().map(|pattern| ActionPattern::parse(pattern)));
            continue;
        }
        let span = item.get("action_patterns").map_or(item.span, |node| node.span);
        let message = format!("`{expression}` has no effect: it says what wildcards cannot");
        reader.problems.report(span, message).help("list the actions under `actions`, with `*` and `?`");
    }
    (any, all, none)
}

/// What conditions must say: a list of which each is demanded, or groups.
pub(super) fn demands(node: Option<&Node>, reader: &mut Reader<'_>) -> Vec<Demand> {
    let Some(node) = node else { return Vec::new() };
    let mut of = |list: Option<&Node>| -> Vec<KeyDemand> {
        items(list).filter_map(|entry| key_demand(entry, reader)).collect()
    };
    if let Value::Array(_) = node.value {
        let demands = of(Some(node)).into_iter().map(Demand::Key).collect();
        fits(node, &Shape::List(&Shape::Object(keys::CONDITION)), &mut reader.problems);
        return demands;
    }
    let keys = |demands: Vec<KeyDemand>| demands.into_iter().map(Demand::Key).collect::<Vec<_>>();
    let (all, any, none) =
        (keys(of(node.get("all_of"))), keys(of(node.get("any_of"))), of(node.get("none_of")));
    fits(node, &Shape::Object(keys::GROUPS), &mut reader.problems);
    let any = (!any.is_empty()).then_some(Demand::Any(any));
    let none = (!none.is_empty()).then_some(Demand::None(none));
    all.into_iter().chain(any).chain(none).collect()
}

fn key_demand(entry: &Node, reader: &mut Reader<'_>) -> Option<KeyDemand> {
    Some(KeyDemand {
        key: reader.condition_key(entry.get("condition_key"))?,
        operator: reader.operator(entry.get("operator")),
        values: values(entry.get("expected_value")),
        severity: text(entry.get("severity")).and_then(|name| severity_named(&name)).map(Into::into),
        message: text(entry.get("message")),
        help: text(entry.get("description")),
    })
}
