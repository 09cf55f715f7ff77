//! Condition keys that nobody has.

use policy::Fix;
use policy::tree::{ConditionEntry, Operator, Spanned, Statement};
use policy::write::quote;

use crate::Cx;
use crate::condition_keys::{block_of, has_key, lacks_tag, nearest};

/// Reports a key that its owner, as the prefix tells it, does not have.
pub(crate) fn report(
    cx: &mut Cx<'_>,
    statement: &Statement,
    operator: &Spanned<Operator>,
    entry: &ConditionEntry,
    owner: &str,
) {
    let (key, span) = (&entry.key.value, entry.key.span);
    let (catalog, text) = (cx.catalog, &key.text);
    // A template fills it in.
    if text.contains("${") || text.ends_with(':') {
        return;
    }
    if catalog.condition_key(text).is_some() || lacks_tag(catalog, key) {
        return;
    }
    let near = if cx.may_search() { nearest(catalog, key) } else { Vec::new() };
    let finding = cx.report(span, format!("{owner} has no condition key `{text}`"));
    let Some(first) = near.first() else {
        finding.help(format!("it is not in the catalogue of {}", catalog.date()));
        return;
    };
    let list = near.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
    let finding = finding.help(format!("did you mean {list}?"));
    let is_free = block_of(statement, operator).is_some_and(|block| !has_key(block, first));
    // Which tag is meant only the author knows.
    if is_free && !first.ends_with("/KEY") {
        finding.fix(Fix::risky(format!("replace it by `{first}`"), span, quote(first)));
    }
}
