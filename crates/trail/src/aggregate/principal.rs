//! Callers in SQL, as [`crate::principal`] spells them.
//!
//! The expressions name the columns that the first step of the query makes: `kind`, `arn`, `issuer` and so on, each null
//! where the record has none.

use crate::principal::{AWS_INTERNAL, ENCRYPTION_CONTEXTS, PARTITIONS, SERVICE_DOMAINS};

/// One group of a regular expression, or null; the engines differ in what they say where nothing matches.
pub(super) fn group(text: &str, pattern: &str, number: usize) -> String {
    format!("nullif(regexp_extract({text}, '{pattern}', {number}), '')")
}

pub(super) fn is_service(text: &str) -> String {
    let likes: Vec<String> =
        SERVICE_DOMAINS.iter().map(|domain| format!("{text} LIKE '%{domain}'")).collect();
    format!("({})", likes.join(" OR "))
}

/// The partition of the event's region.
pub(super) fn partition() -> String {
    let rows: Vec<String> = PARTITIONS
        .iter()
        .map(|(prefix, partition)| format!("WHEN region LIKE '{prefix}%' THEN '{partition}'"))
        .collect();
    format!("CASE {} ELSE 'aws' END", rows.join(" "))
}

/// The root user of the caller's account.
pub(super) fn account_root() -> String {
    "CASE WHEN arn_account IS NOT NULL THEN 'arn:' || arn_partition || ':iam::' || arn_account || ':root' \
     WHEN caller_account IS NOT NULL THEN 'arn:' || region_partition || ':iam::' || caller_account || ':root' END"
        .to_owned()
}

/// The role of a session: its issuer, else what the session's ARN tells.
pub(super) fn role() -> String {
    const SESSION: &str = "^arn:([^:]*):sts:[^:]*:([^:]*):assumed-role/([^/]*)";
    let part = |number| format!("regexp_extract(arn, '{SESSION}', {number})");
    let is_session = "arn LIKE 'arn:%:sts:%:%:assumed-role/%'";
    let named = format!("'arn:' || {} || ':iam::' || {} || ':role/' || {}", part(1), part(2), part(3));
    format!("coalesce(issuer, CASE WHEN {is_session} THEN {named} ELSE arn END, account_root, 'anonymous')")
}

/// Who called, from the columns `kind`, `role` and what they come from.
pub(super) fn caller(role_in_request: &str, provider: Option<&str>) -> String {
    let fallback = format!(
        "CASE WHEN issuer IS NOT NULL OR arn IS NOT NULL THEN role WHEN {} THEN invoked_by \
         ELSE coalesce(account_root, 'anonymous') END",
        is_service("invoked_by")
    );
    let provider = provider.map(|provider| format!("{provider}, ")).unwrap_or_default();
    let service = format!(
        "CASE WHEN {} THEN invoked_by WHEN {} THEN address ELSE coalesce(invoked_by, address, 'AWS Internal') END",
        is_service("invoked_by"),
        is_service("address")
    );
    format!(
        "CASE
      WHEN kind IN ('Root', 'AWSAccount') THEN coalesce(account_root, 'anonymous')
      WHEN kind = 'AssumedRole' THEN role
      WHEN kind = 'FederatedUser' AND arn IS NOT NULL THEN arn
      WHEN kind IN ('SAMLUser', 'WebIdentityUser') THEN
        CASE WHEN issuer IS NOT NULL OR arn IS NOT NULL THEN role
        ELSE coalesce({role_in_request}, {provider}{fallback}) END
      WHEN kind = 'IdentityCenterUser' AND center_user IS NOT NULL THEN 'arn:' || region_partition || ':identitystore:::user/' || center_user
      WHEN kind = 'AWSService' THEN {service}
      WHEN kind = 'IAMUser' AND arn IS NOT NULL THEN arn
      WHEN kind = 'IAMUser' AND caller_account IS NOT NULL AND user_name IS NOT NULL THEN 'arn:' || region_partition || ':iam::' || caller_account || ':user/' || user_name
      ELSE {fallback} END"
    )
}

/// The service that called on the caller's behalf; null if there was none, or if the service called for itself.
pub(super) fn via() -> String {
    let service = format!("coalesce(invoked_by, CASE WHEN {} THEN address END)", is_service("address"));
    let contexts: Vec<String> = ENCRYPTION_CONTEXTS
        .iter()
        .map(|(member, service)| format!("WHEN requestparameters LIKE '%\"{member}\"%' THEN '{service}'"))
        .collect();
    format!(
        "CASE WHEN trim(kind) = 'AWSService' OR (trim(kind) = '' AND arn IS NULL) THEN NULL
      WHEN {service} = '{AWS_INTERNAL}' AND event_source LIKE 'kms.%' AND requestparameters LIKE '%\"encryptionContext\"%' THEN
        CASE {} ELSE '{AWS_INTERNAL}' END
      ELSE {service} END",
        contexts.join("\n          ")
    )
}
