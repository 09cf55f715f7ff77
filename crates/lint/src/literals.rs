//! Condition values as they are compared.

use std::borrow::Cow;

use policy::tree::{ConditionEntry, Literal, Spanned};

/// The text of a value that stands for itself. What a policy variable stands for, or something that looks like one because a
/// template fills it in, is not known.
pub(crate) fn fixed_text(literal: &Literal) -> Option<Cow<'_, str>> {
    Some(literal.text()).filter(|text| !text.contains("${"))
}

/// The values of a condition that stand for themselves, each with its text.
pub(crate) fn fixed_texts(entry: &ConditionEntry) -> impl Iterator<Item = (&Spanned<Literal>, Cow<'_, str>)> {
    entry.values.iter().filter_map(|value| Some((value, fixed_text(&value.value)?)))
}

/// Whether a value holds a wildcard.
pub(crate) fn has_wildcard(text: &str) -> bool {
    text.contains(['*', '?'])
}

/// Whether all texts match the value where wildcards count.
pub(crate) fn is_everything(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter == '*')
}
