//! Lists in which nothing stands.

use policy::tree::{ConditionEntry, Element, Operator};

use crate::Cx;

/// Whether the element lists nothing; what a template fills in counts as something.
pub(crate) fn lists_nothing<T>(element: &Element<T>) -> bool {
    element.items.is_empty() && element.misplaced.is_empty()
}

/// Whether the key is compared with an empty list; one that a template fills is not.
pub(crate) fn is_empty(entry: &ConditionEntry) -> bool {
    entry.values.is_empty() && entry.misplaced.is_empty()
}

/// Reports that a key is compared with nothing, and what comes of it.
pub(crate) fn report(cx: &mut Cx<'_>, operator: &Operator, entry: &ConditionEntry, effect: &str, help: &str) {
    let key = &entry.key.value.text;
    cx.report(entry.span, format!("`{}` compares `{key}` with nothing, {effect}", operator.text)).help(help);
}
