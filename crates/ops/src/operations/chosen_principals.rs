//! The principals that a request names, by ARN or by a pattern of ARNs.

use std::collections::BTreeSet;

use policy::Glob;
use trail::{Principal, Usage};

use super::usage_inputs;
use crate::OpError;

/// The principals of the usage that any of the names stands for, in order; all if there are no names. A name that stands for none
/// is refused.
pub(super) fn chosen(usage: &Usage, names: &[String]) -> Result<Vec<Principal>, OpError> {
    if names.is_empty() {
        return usage_inputs::principals(usage, None);
    }
    let mut chosen = BTreeSet::new();
    for name in names {
        if name.contains(['*', '?']) {
            let pattern = Glob::new(name);
            let all = usage.principals().map(|(principal, _)| principal);
            let matching: Vec<_> = all.filter(|principal| pattern.matches(principal.name())).collect();
            if matching.is_empty() {
                return Err(OpError::not_found(format!("no principal of the usage matches `{name}`")).hint(
                    "a role is matched by its ARN with its path: `arn:aws:iam::111122223333:role/app/*`",
                ));
            }
            chosen.extend(matching.into_iter().cloned());
        } else {
            chosen.extend(usage_inputs::principals(usage, Some(name))?);
        }
    }
    Ok(chosen.into_iter().collect())
}
