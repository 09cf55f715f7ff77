//! Set operators on the audience of a token, which has one value.

use policy::Safety;
use policy::tree::{ConditionEntry, PolicyKind, SetPrefix, Statement};

use crate::Cx;
use crate::operators::{replace, without_set};

/// Reports each condition of a trust policy that compares an audience with this set prefix, and what comes of it.
pub(crate) fn report_set_operators(cx: &mut Cx<'_>, statement: &Statement, prefix: SetPrefix, effect: &str) {
    if cx.kind != PolicyKind::Trust {
        return;
    }
    let blocks = statement.condition.iter().flat_map(|condition| &condition.blocks);
    for block in blocks.filter(|block| block.operator.value.set == Some(prefix)) {
        let Some(entry) = block.entries.iter().find(|entry| is_audience(cx, entry)) else { continue };
        let operator = block.operator.value.text.as_str();
        let message = format!("`{operator}` on `{}` {effect}", entry.key.value.text);
        let fix = replace(statement, &block.operator, &without_set(&block.operator.value), Safety::Unsafe);
        let finding = cx.report(block.operator.span, message).label(entry.key.span, "this key has one value");
        if let Some(fix) = fix {
            finding.fix(fix);
        }
    }
}

fn is_audience(cx: &Cx<'_>, entry: &ConditionEntry) -> bool {
    let key = &entry.key.value.text;
    let is_named_so = key.rsplit_once(':').is_some_and(|(_, claim)| claim.eq_ignore_ascii_case("aud"));
    is_named_so && !cx.catalog.condition_key(key).is_some_and(catalog::ConditionKey::is_multivalued)
}
