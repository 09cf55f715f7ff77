//! Statements that share a Sid.

use std::collections::BTreeMap;

use policy::tree::Policy;

use crate::Cx;

/// Reports each Sid that an earlier statement has; Sids differ by letter case, and an empty one is none.
pub(crate) fn report_repeated_sids(cx: &mut Cx<'_>, policy: &Policy) {
    let mut first = BTreeMap::new();
    for sid in policy.statements.iter().filter_map(|statement| statement.sid.as_ref()) {
        if sid.value.is_empty() {
            continue;
        }
        if let Some(earlier) = first.get(sid.value.as_str()) {
            cx.report(sid.span, format!("the Sid `{}` is taken", sid.value))
                .label(*earlier, "first used here");
        } else {
            first.insert(sid.value.as_str(), sid.span);
        }
    }
}
