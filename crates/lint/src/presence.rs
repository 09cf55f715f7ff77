//! Conditions that ask for the presence of a key in other words than `Null`.

use policy::tree::{ConditionEntry, Form, Operator, OperatorName, Spanned, Statement};
use policy::{Edit, Fix, Safety};

use crate::Cx;
use crate::condition_keys::KeyFacts;
use crate::literals::{fixed_texts, is_everything};
use crate::operators::replacement;

/// Reports a pattern that matches every value, under an operator that is known to take patterns; `is_absent` tells what
/// `Null` would have to ask.
pub(crate) fn report(
    cx: &mut Cx<'_>,
    statement: &Statement,
    operator: &Spanned<Operator>,
    entry: &ConditionEntry,
    is_absent: bool,
) {
    if operator.value.set.is_some() || operator.value.if_exists {
        return;
    }
    let Some((value, _)) = fixed_texts(entry).find(|(_, text)| is_everything(text)) else { return };
    // Without a set prefix another check is about keys with several values.
    let facts = KeyFacts::of(cx.catalog, &entry.key.value);
    if facts.is_some_and(|facts| facts.multivalued == Some(true)) {
        return;
    }
    let key = &entry.key.value.text;
    let verb = if is_absent { "is absent" } else { "is there" };
    let message = format!("`{}` with `*` only asks whether `{key}` {verb}", operator.value.text);
    let finding =
        cx.report(value.span, message).help(format!("write `\"Null\": {{ \"{key}\": \"{is_absent}\" }}`"));
    // An operator for ARNs may not match a value that is none.
    let is_string =
        matches!(operator.value.name, Some(OperatorName::StringLike | OperatorName::StringNotLike));
    // Nor is documented what these operators make of several values.
    let (title, safety) = match (is_string, facts.is_some_and(KeyFacts::is_single)) {
        (true, true) => ("ask with `Null`", Safety::Safe),
        (true, false) => {
            ("ask with `Null`, which tells requests with several values from those without", Safety::Unsafe)
        }
        (false, _) => ("ask with `Null`, which also knows a value that is no ARN", Safety::Unsafe),
    };
    if entry.form == Form::Single
        && let Some(edit) = replacement(statement, operator, "Null")
    {
        let edits = vec![edit, Edit { span: value.span, text: format!("\"{is_absent}\"") }];
        finding.fix(Fix { title: title.to_owned(), safety, edits });
    }
}
