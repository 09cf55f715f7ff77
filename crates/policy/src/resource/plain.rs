//! Entries of which the text alone tells what they match.

use crate::arn::{ARN_PARTS, arn_parts};

/// Whether an entry of `Resource` has neither wildcards nor policy variables.
pub fn is_plain(entry: &str) -> bool {
    memchr::memchr3(b'*', b'?', b'$', entry.as_bytes()).is_none()
}

/// Whether an entry of `Resource` matches just what begins as it does: its only wildcard is the star that it ends with, behind some of a
/// name.
pub fn is_prefix(entry: &str) -> bool {
    let Some(prefix) = entry.strip_suffix('*').filter(|prefix| is_plain(prefix)) else { return false };
    let ([.., name], count) = arn_parts(prefix);
    count == ARN_PARTS && !name.is_empty()
}
