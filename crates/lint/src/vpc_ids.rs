//! Ids of VPCs and their endpoints in conditions.

use policy::tree::{ConditionEntry, Operator, OperatorType, Spanned};

use crate::Cx;
use crate::literals::{fixed_texts, has_wildcard};

/// Reports the values that are no id with this prefix.
pub(crate) fn report(
    cx: &mut Cx<'_>,
    operator: &Spanned<Operator>,
    entry: &ConditionEntry,
    prefix: &str,
    whose: &str,
) {
    if operator.value.name.is_none_or(|name| name.value_type() != OperatorType::String) {
        return;
    }
    for (value, text) in fixed_texts(entry) {
        // Where wildcards mean nothing, another check says so.
        if has_wildcard(&text) || is_id(&text, prefix) {
            continue;
        }
        let finding = cx.report(value.span, format!("`{text}` is not the id of {whose}"));
        match (prefix, text.split_once('-')) {
            ("vpc-", Some(("vpce", _))) => finding.help("endpoints are compared under `aws:SourceVpce`"),
            ("vpce-", Some(("vpc", _))) => finding.help("VPCs are compared under `aws:SourceVpc`"),
            _ => finding.help(format!("an id is `{prefix}` and 8 or 17 letters and digits")),
        };
    }
}

fn is_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|id| {
        matches!(id.len(), 8 | 17) && id.bytes().all(|letter| letter.is_ascii_alphanumeric())
    })
}
