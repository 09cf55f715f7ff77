//! Entries for all actions of one service, and the services for which that is grave.

use policy::{ActionPattern, Glob};

/// Services with checks of their own for their whole on every resource: they guard the account or hold its data.
const SENSITIVE: [&str; 6] = ["cloudtrail", "iam", "kms", "organizations", "s3", "secretsmanager"];

/// The prefix of the service of which the entry is every action, in lower case.
pub(crate) fn named(entry: &ActionPattern) -> Option<String> {
    let is_whole = entry.name().is_some_and(Glob::is_everything);
    let prefix = entry.service().filter(|_| is_whole)?.as_literal()?;
    Some(prefix.to_ascii_lowercase())
}

pub(crate) fn is_sensitive(prefix: &str) -> bool {
    SENSITIVE.contains(&prefix)
}
