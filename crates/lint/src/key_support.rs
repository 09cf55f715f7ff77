//! Actions named next to a condition key that their requests never carry.

use catalog::{Action, Flags};
use policy::Span;
use policy::tree::{ConditionEntry, Operator, OperatorName, SetPrefix, Spanned, Statement};

use crate::Cx;

/// How many actions a message names; the others have labels.
const MOST_NAMED: usize = 3;

/// Whether a condition is meant to be about requests without the key, too.
pub(crate) fn allows_absence(operator: &Operator, entry: &ConditionEntry) -> bool {
    let asks_absence = operator.name == Some(OperatorName::Null)
        && entry.values.iter().all(|value| value.value.text().eq_ignore_ascii_case("true"));
    operator.if_exists || asks_absence
}

/// What it costs to look an action up.
const LOOKED_UP: usize = 10;

/// The actions that a statement names in full and that fulfil the demand, with their places. Of the actions that no source
/// describes nothing is known.
pub(crate) fn named_actions<'c>(
    cx: &Cx<'c>,
    statement: &Statement,
    is_wanted: impl Fn(Action<'c>) -> bool,
) -> Vec<(Action<'c>, Span)> {
    if !cx.budget.allows(statement.actions().len().saturating_mul(LOOKED_UP)) {
        return Vec::new();
    }
    let named = statement.actions().iter().filter(|action| !action.value.as_str().contains(['*', '?']));
    let known = named.filter_map(|action| Some((cx.catalog.action(action.value.as_str())?, action.span)));
    known.filter(|(action, _)| !action.flags().has(Flags::RESOURCES_UNKNOWN) && is_wanted(*action)).collect()
}

/// Reports the key, with the actions that do not know it.
pub(crate) fn report(
    cx: &mut Cx<'_>,
    operator: &Spanned<Operator>,
    entry: &ConditionEntry,
    actions: &[(Action<'_>, Span)],
) {
    if actions.is_empty() {
        return;
    }
    let key = &entry.key.value.text;
    let names: Vec<_> =
        actions.iter().take(MOST_NAMED).map(|(action, _)| format!("`{}`", action.full_name())).collect();
    let list = match (names.as_slice(), actions.len() - names.len()) {
        ([rest @ .., last], 0) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        (_, 0) => names.concat(),
        (_, more) => format!("{} and {more} more", names.join(", ")),
    };
    let outcome = if holds_without_key(&operator.value) { "always" } else { "never" };
    let mut finding = cx.report(entry.key.span, format!("AWS does not list `{key}` for {list}"));
    for (_, span) in actions {
        finding = finding.label(*span, format!("without the key the condition {outcome} holds"));
    }
    finding.help("give these actions a statement of their own, without the key");
}

/// Whether the condition holds where the request has no such key.
fn holds_without_key(operator: &Operator) -> bool {
    match operator.set {
        Some(SetPrefix::ForAllValues) => true,
        Some(SetPrefix::ForAnyValue) => false,
        None => operator.name.is_some_and(OperatorName::is_negated),
    }
}
