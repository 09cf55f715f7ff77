//! The principals that a request names, by ARN or by a pattern of ARNs.

use std::collections::BTreeSet;

use policy::Glob;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
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

/// Reads one name or a list of them.
pub(super) fn one_or_several<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected an ARN or a list of ARNs")]
    enum Names {
        One(String),
        Several(Vec<String>),
    }
    Ok(match Names::deserialize(deserializer)? {
        Names::One(name) => vec![name],
        Names::Several(names) => names,
    })
}

/// The schema of what [`one_or_several`] reads.
pub(super) fn names_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["array", "string"], "items": { "type": "string" } })
}
