//! Why a condition does not hold.

use crate::prepare::Condition;
use crate::request::View;
use crate::{Switches, Values};
use policy::tree::OperatorName;

/// Says why `condition`, which does not hold, does not.
pub(super) fn why_not(condition: &Condition, view: &View<'_>, switches: Switches) -> String {
    let key = &condition.key;
    let values = view.context.get(condition.name());
    if condition.entry.name == OperatorName::Null {
        let state = if values.is_some() { "is in the request" } else { "is absent from the request" };
        return format!("key `{key}` {state}, and `Null` asks for the contrary");
    }
    let known = values.and_then(Values::known).unwrap_or_default();
    if known.is_empty() {
        return format!("key `{key}` is absent from the request");
    }
    if let Some(variable) = condition.unresolved(view.context) {
        return format!(
            "`${{{variable}}}` has no value in the request, so `{key}` has nothing to be compared with"
        );
    }
    let wanted = listed(condition);
    let fails = condition.entry.fails;
    match known {
        [value] => format!("`{key}` {value} {fails} {wanted}"),
        known if condition.is_for_all_values() => {
            let failing = known.iter().find(|value| condition.passes(value, view, switches).is_no());
            let value = failing.map_or("", String::as_str);
            format!("`{key}` has the value {value}, which {fails} {wanted}")
        }
        known if condition.has_set_prefix() => {
            format!(
                "`{key}` has no value that passes `{}` {wanted}: it has {}",
                condition.operator(),
                known.join(", ")
            )
        }
        known => format!(
            "`{key}` has {} values, and `{}` compares one: it takes `ForAnyValue` or `ForAllValues`",
            known.len(),
            condition.operator()
        ),
    }
}

/// How many values of a policy are shown.
const SHOWN: usize = 4;

fn listed(condition: &Condition) -> String {
    let values = &condition.values;
    let shown: Vec<_> = values.iter().take(SHOWN).map(|value| &*value.text).collect();
    match values.len().saturating_sub(SHOWN) {
        0 if shown.is_empty() => "any value: none is listed".to_owned(),
        0 => shown.join(" or "),
        more => format!("{} or {more} more", shown.join(", ")),
    }
}
