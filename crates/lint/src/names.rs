//! Offering the right name for a misspelt one that AWS refuses.

use policy::write::quote;
use policy::{Fix, Span};

use crate::cx::Finding;

/// Adds the names that may have been meant. If there is one only, replacing is safe: AWS does not take the policy as it stands.
pub(crate) fn suggest(finding: Finding<'_>, span: Span, near: &[&str]) {
    match near {
        [] => {}
        [one] => {
            let fix = Fix::safe(format!("replace it by `{one}`"), span, quote(one));
            finding.help(format!("did you mean `{one}`?")).fix(fix);
        }
        several => {
            let list = several.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
            finding.help(format!("did you mean {list}?"));
        }
    }
}
