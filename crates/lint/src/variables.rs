//! Policy variables where they stand in a statement, and what is wrong with how they are written.

use std::ops::Range;

use catalog::Catalog;
use policy::tree::{
    Condition, Literal, Operator, OperatorType, Spanned, Statement, Template, VariableFaultKind,
};
use policy::write::quote;
use policy::{Fix, Span};

use crate::Cx;

/// What to say of a fault, and what to write in its place if there is one reading only.
pub(crate) type Said = (String, Option<String>);

/// Reports the faults of one kind in the texts that take variables.
pub(crate) fn report_faults(
    cx: &mut Cx<'_>,
    statement: &Statement,
    kind: VariableFaultKind,
    say: fn(&Catalog, &str) -> Said,
) {
    // Without the version of 2012 the text stands for itself, and another check says so.
    if !cx.policy.variables_active() {
        return;
    }
    for Spanned { value: text, span } in texts(statement) {
        for fault in Template::parse(text).faults.into_iter().filter(|fault| fault.kind == kind) {
            let written = text.get(fault.range.clone()).unwrap_or_default();
            let (message, replacement) = say(cx.catalog, written);
            let finding = cx.report(within(cx, span, text, fault.range.clone()), message);
            if let Some(replacement) = replacement {
                let mut mended = text.to_owned();
                mended.replace_range(fault.range, &replacement);
                // AWS refuses the policy as it stands, and this is the one reading.
                let title = format!("write `{replacement}`");
                finding.help(title.as_str()).fix(Fix::safe(title, span, quote(&mended)));
            }
        }
    }
}

/// The texts of a statement in which `${…}` can be a variable and is written: resources, and condition values whose
/// operator compares texts.
pub(crate) fn texts(statement: &Statement) -> impl Iterator<Item = Spanned<&str>> {
    let resources = statement.resources().iter().chain(statement.not_resources());
    let resources = resources.map(|resource| Spanned::new(resource.value.as_str(), resource.span));
    let entries = statement.condition.iter().flat_map(Condition::entries);
    let values =
        entries.filter(|(operator, _)| takes_variables(operator)).flat_map(|(_, entry)| &entry.values);
    let values = values.filter_map(|value| match &value.value {
        Literal::String(text) => Some(Spanned::new(text.as_str(), value.span)),
        _ => None,
    });
    resources.chain(values).filter(|text| text.value.contains("${"))
}

/// Whether the operator compares texts, so that its values may hold variables; so may those of one that does not exist.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-wheretouse>
pub(crate) fn takes_variables(operator: &Operator) -> bool {
    operator.name.is_none_or(|name| matches!(name.value_type(), OperatorType::String | OperatorType::Arn))
}

/// Whether the text holds a variable; the escapes `${*}`, `${?}` and `${$}` are none.
pub(crate) fn holds_variable(text: &str) -> bool {
    text.contains("${") && Template::parse(text).has_variables()
}

/// The place of a part of a text; that of the whole where the document spells it with escapes.
pub(crate) fn within(cx: &Cx<'_>, span: Span, text: &str, part: Range<usize>) -> Span {
    let written = cx.source.slice(span);
    let quotes = usize::from(written.starts_with(['"', '\'']));
    let inner = written.get(quotes..written.len().saturating_sub(quotes));
    if inner != Some(text) {
        return span;
    }
    let start = span.range().start + quotes;
    Span::new(start + part.start, start + part.end)
}
