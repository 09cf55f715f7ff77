//! Statements that share a Sid.

use std::collections::{BTreeMap, BTreeSet};

use policy::tree::Policy;
use policy::write::quote;
use policy::{Fix, Span};

use crate::Cx;

/// Whether the Sids that are taken are to be made others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mended {
    /// AWS refuses the policy as it is.
    Yes,
    /// AWS takes it, and somebody may look for the statements by their Sids.
    No,
}

/// Reports each Sid that an earlier statement has; Sids differ by letter case, and an empty one is none.
pub(crate) fn report_repeated_sids(cx: &mut Cx<'_>, policy: &Policy, mended: Mended) {
    let sids = || policy.statements.iter().filter_map(|statement| statement.sid.as_ref());
    let mut taken: BTreeSet<String> = sids().map(|sid| sid.value.clone()).collect();
    let mut first: BTreeMap<&str, (Span, usize)> = BTreeMap::new();
    for sid in sids().filter(|sid| !sid.value.is_empty()) {
        let Some((earlier, number)) = first.get_mut(sid.value.as_str()) else {
            first.insert(sid.value.as_str(), (sid.span, 1));
            continue;
        };
        let earlier = *earlier;
        let free = loop {
            *number += 1;
            let name = format!("{}{number}", sid.value);
            if taken.insert(name.clone()) {
                break name;
            }
        };
        let finding = cx
            .report(sid.span, format!("the Sid `{}` is taken", sid.value))
            .label(earlier, "first used here");
        if mended == Mended::Yes {
            let title = format!("write `{free}`");
            finding.help(title.as_str()).fix(Fix::safe(title, sid.span, quote(&free)));
        }
    }
}
