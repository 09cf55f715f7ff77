//! From the ARN that a request names to the one that AWS checks.

use std::borrow::Cow;

use super::ArnParts;
use super::plan::OfAction;
use super::take::literal;
use crate::json::Leaf;

/// The ARN with the version or alias that the request names beside it.
pub(super) fn qualified<'a>(action: &OfAction<'_>, request: &[Leaf<'_>], arn: Cow<'a, str>) -> Cow<'a, str> {
    let Some(name) = action.qualifier else { return arn };
    let said = request.iter().find(|leaf| leaf.key == name && leaf.depth == 0);
    // The name, too, may have it: `name:alias`.
    let bare = ArnParts::of(&arn).and_then(|parts| parts.resource.strip_prefix("function:"));
    let within = |leaf: &Leaf<'_>| Some(leaf.value.rsplit_once(&format!("{}:", bare?))?.1.to_owned());
    let qualifier = said.map(|leaf| leaf.value.to_string()).or_else(|| request.iter().find_map(within));
    let is_bare = bare.is_some_and(|name| !name.contains(':'));
    match qualifier.filter(|text| is_bare && !text.is_empty()) {
        Some(qualifier) => format!("{arn}:{qualifier}").into(),
        None => arn,
    }
}

/// A secret may be named by an ARN without the six letters at its end.
pub(super) fn unfinished_secret(parts: &ArnParts<'_>, arn: &str) -> Option<String> {
    let name = parts.resource.strip_prefix("secret:").filter(|_| parts.service == "secretsmanager")?;
    let is_whole = name
        .rsplit_once('-')
        .is_some_and(|(_, end)| end.len() == 6 && end.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    (!is_whole && literal(arn).is_some()).then(|| format!("{arn}-??????"))
}

/// AWS writes the ARN of a log group with `:*` behind it for all that is in it, and checks most calls against that.
///
/// Source: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html>
pub(super) fn log_group(arn: &str) -> Option<String> {
    let name =
        ArnParts::of(arn).filter(|parts| parts.service == "logs")?.resource.strip_prefix("log-group:")?;
    (!name.contains(':') && literal(arn).is_some()).then(|| format!("{arn}:*"))
}
