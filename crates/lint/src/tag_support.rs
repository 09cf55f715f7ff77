//! Conditions on the tags of a resource, and actions whose requests never have any.

use policy::tree::{Condition, ConditionEntry, Operator, OperatorName, SetPrefix, Statement};
use policy::{Severity, Span};

use crate::Cx;
use crate::constraint::{demands_presence, only_value};

/// What it costs to look an action up.
const LOOKED_UP: usize = 30;

/// A condition on `aws:ResourceTag`, and what it decides where a request has no such key.
struct TagCondition<'a> {
    entry: &'a ConditionEntry,
    holds_without: bool,
}

/// Entries of `Action` whose requests have no tags, with who they are and how a message goes on about them.
struct Untagged<'a> {
    span: Span,
    name: &'a str,
    are: &'static str,
}

/// What the statement says of `aws:ResourceTag`, unless it shows that requests without the key were thought of.
fn tag_condition(statement: &Statement) -> Option<TagCondition<'_>> {
    let entries = statement.condition.iter().flat_map(Condition::entries);
    let tags = entries.filter(|(_, entry)| entry.key.value.base().eq_ignore_ascii_case("aws:ResourceTag"));
    let mut lax = None;
    for (operator, entry) in tags {
        if operator.if_exists || asks_absence(operator, entry) {
            return None;
        }
        let Some(name) = operator.name.filter(|name| *name != OperatorName::Null) else { continue };
        match operator.set {
            Some(SetPrefix::ForAllValues) => return None,
            None if name.is_negated() => {
                lax = lax.or(Some(entry));
            }
            _ => return Some(TagCondition { entry, holds_without: false }),
        }
    }
    let entry = lax?;
    Some(TagCondition { entry, holds_without: !demands_presence(statement, &entry.key.value.text) })
}

fn asks_absence(operator: &Operator, entry: &ConditionEntry) -> bool {
    operator.name == Some(OperatorName::Null) && only_value(entry).is_some_and(|value| value == "true")
}

/// The first entry of `Action` for each service that stands for actions which have no such key.
fn untagged<'a>(cx: &Cx<'_>, statement: &'a Statement, key: &str) -> Vec<Untagged<'a>> {
    let mut found: Vec<(&str, Untagged<'_>)> = Vec::new();
    for action in statement.actions() {
        if !cx.budget.allows(LOOKED_UP + found.len()) {
            break;
        }
        let text = action.value.as_str();
        let Some((prefix, _)) = text.split_once(':') else { continue };
        if found.iter().any(|(known, _)| known.eq_ignore_ascii_case(prefix)) {
            continue;
        }
        let Some(service) = cx.catalog.service(prefix) else { continue };
        let (name, are) = if service.condition_key(key).is_none() {
            // Some services only have a key of their own for what `aws:ResourceTag` means.
            if service.condition_keys().any(is_for_tags) {
                continue;
            }
            (prefix, "its actions are")
        } else if cx.catalog.action(text).is_some_and(|action| knows_no_tags(action, key)) {
            (text, "it is")
        } else {
            continue;
        };
        found.push((prefix, Untagged { span: action.span, name, are }));
    }
    found.into_iter().map(|(_, untagged)| untagged).collect()
}

/// Whether AWS lists no key for tags of the action or of what it is done to.
fn knows_no_tags(action: catalog::Action<'_>, key: &str) -> bool {
    !action.flags().has(catalog::Flags::RESOURCES_UNKNOWN)
        && action.condition_key(key).is_none()
        && !action.condition_keys().into_iter().any(is_for_tags)
}

fn is_for_tags(key: catalog::ConditionKey<'_>) -> bool {
    key.name().split_once(':').is_some_and(|(_, name)| name.starts_with("ResourceTag"))
}

/// Reports what a statement decides about requests without tags, whichever tags it names: `decided` is what is done to them.
pub(crate) fn report(cx: &mut Cx<'_>, statement: &Statement, decided: &str, lax: Severity) {
    let Some(condition) = tag_condition(statement) else { return };
    let key = &condition.entry.key;
    for Untagged { span, name, are } in untagged(cx, statement, &key.value.text) {
        let (always, severity) = outcome(cx, &condition, lax);
        let message = format!("`{name}` has no such key, so {are} {always} {decided}");
        cx.report(span, message).severity(severity).label(key.span, "this key");
    }
}

/// The same for a statement with `NotAction`, of which only the key is named.
pub(crate) fn report_excepted(cx: &mut Cx<'_>, statement: &Statement, decided: &str, lax: Severity) {
    let (Some(excepted), Some(condition)) = (&statement.not_action, tag_condition(statement)) else { return };
    let (always, severity) = outcome(cx, &condition, lax);
    let message = format!("actions of services without this key are {always} {decided}");
    let finding = cx.report(condition.entry.key.span, message).severity(severity);
    finding.label(excepted.key, "everything but these");
}

fn outcome(cx: &Cx<'_>, condition: &TagCondition<'_>, lax: Severity) -> (&'static str, Severity) {
    if condition.holds_without { ("always", lax) } else { ("not", cx.check.severity) }
}
