//! AWS services that a resource policy lets in, and what keeps others from using them as a deputy.

use policy::tree::{PolicyKind, Principal, PrincipalType, Spanned, Statement};

use crate::Cx;
use crate::constraint::{entries, pins};

/// The keys that say on whose behalf a service acts.
pub(crate) const SOURCE_KEYS: [&str; 4] =
    ["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"];

/// Keys that tell one customer of a service from another as well, by older or narrower means.
pub(crate) const OTHER_KEYS: [&str; 8] = [
    "aws:Referer",
    "aws:SourceOwner",
    "aws:SourceIp",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "kms:CallerAccount",
    "kms:ViaService",
    "kms:EncryptionContext:",
];

/// Keys that requests by a service itself never have: they tell of users and roles.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
pub(crate) const PRINCIPAL_KEYS: [&str; 6] = [
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalOrgMasterAccountId",
    "aws:PrincipalTag/",
    "aws:PrincipalArn",
    "aws:username",
];

/// The services named in the `Principal` of the statement.
pub(crate) fn services(statement: &Statement) -> impl Iterator<Item = &Spanned<Principal>> {
    let maps = statement.principal.iter().flat_map(|element| &element.entries);
    maps.filter(|entry| entry.kind == PrincipalType::Service).flat_map(|entry| &entry.element.items)
}

/// Whether a resource policy lets services in whatever customer they act for.
pub(crate) fn lets_any_source_in(cx: &Cx<'_>, statement: &Statement) -> bool {
    cx.kind == PolicyKind::Resource
        && statement.allows()
        && services(statement).next().is_some()
        && SOURCE_KEYS.iter().all(|key| pins(statement, key).is_no())
        // A service that is asked for a key of users and roles is not let in at all.
        && PRINCIPAL_KEYS.iter().all(|key| entries(statement, key).next().is_none())
}
