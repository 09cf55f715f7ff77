//! Of which kind the policies of a comparison are.

use std::collections::BTreeMap;

use policy::tree::{Policy, PolicyKind};

use crate::OpError;

/// Policies by their names.
pub(super) type Kinds<'a> = Box<dyn Iterator<Item = (&'a str, &'a Policy)> + 'a>;

/// The kind that was said, or the one that the content of all of them tells.
pub(crate) fn agree<'a>(
    asked: Option<PolicyKind>,
    policies: impl Iterator<Item = (&'a str, &'a Policy)>,
) -> Result<PolicyKind, OpError> {
    if let Some(kind) = asked {
        return Ok(kind);
    }
    let mut found: BTreeMap<PolicyKind, &str> = BTreeMap::new();
    for (name, policy) in policies {
        if !policy.statements.is_empty() {
            found.entry(policy.detect_kind().kind).or_insert(name);
        }
    }
    // An RCP is told by denying alone, a trust policy by its actions alone: a policy of a resource may do the same.
    if found.len() > 1 && !found.contains_key(&PolicyKind::Identity) {
        return Ok(PolicyKind::Resource);
    }
    let mut each = found.iter();
    match (each.next(), each.next()) {
        (None, _) => Ok(PolicyKind::Identity),
        (Some((kind, _)), None) => Ok(*kind),
        (Some((one, first)), Some((other, second))) => Err(OpError::invalid(format!(
            "`{first}` is of the kind {}, and `{second}` of the kind {}: they have no access in common to be compared",
            one.name(),
            other.name()
        ))
        .hint("compare policies of one kind, or say by `--type` which kind they are")),
    }
}
