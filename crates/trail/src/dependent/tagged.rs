//! Tags that a request gives to what it makes: the caller needs the permission to tag, for which nothing else is logged.

use std::sync::Arc;

use catalog::{Action, Catalog, Level};

use super::inferred::{Found, Inferred, Why};
use super::made;
use crate::json::{items, member, members, text};
use crate::principal;
use crate::record::Record;
use crate::resource::Origin;

/// What every service of EC2 that makes something needs for its tags.
///
/// Source: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html>
const EC2: &str = "ec2:CreateTags";

/// The action that a call needs if its request has tags.
pub(super) fn tagging(catalog: &Catalog, action: Action<'_>) -> Option<Arc<str>> {
    if action.service().prefix() == "ec2" {
        return (action.level() != Level::Tagging).then(|| EC2.into());
    }
    made::tagging(catalog, action).map(|action| action.full_name().into())
}

/// Hands over the action if the request has tags; on what is made, where nothing else tells it: what EC2 makes has no name before.
pub(super) fn tagged(action: &Arc<str>, record: &Record<'_>, found: &mut Found<'_>) {
    let request = record.parameters.unwrap_or_default();
    let inferred = || Inferred { action: Arc::clone(action), why: Why::TagsResource, service: None };
    if **action != *EC2 {
        if has_tags(request) {
            found(inferred(), None);
        }
        return;
    }
    let Some(region) = record.region.as_deref().filter(|region| !region.is_empty()) else { return };
    let account = record.recipient_account.as_deref().or(record.identity.account.as_deref());
    let partition = principal::partition(region);
    for kind in kinds(request) {
        // Images and snapshots have no account in their ARNs.
        let owner = if matches!(&*kind, "image" | "snapshot") { "" } else { account.unwrap_or("*") };
        let arn = format!("arn:{partition}:ec2:{region}:{owner}:{kind}/*");
        found(inferred(), Some((&arn, Origin::PATTERN)));
    }
}

/// Whether the request has tags; those of a bucket are in its configuration.
fn has_tags(request: &str) -> bool {
    members(request).any(|(name, value)| {
        (is_tags(name) && !is_empty(value)) || (name == "CreateBucketConfiguration" && has_tags(value))
    })
}

/// What services call the tags of a request.
const TAGS: [&str; 4] = ["tags", "tagList", "tagsList", "tagSet"];

fn is_tags(name: &str) -> bool {
    TAGS.iter().any(|tags| name.eq_ignore_ascii_case(tags))
}

fn is_empty(value: &str) -> bool {
    matches!(value.trim(), "null" | "[]" | "{}" | "\"\"")
}

/// The types of what is tagged, as `tagSpecificationSet` names them: in the request, or in the one within it.
fn kinds(request: &str) -> Vec<String> {
    let mut kinds = Vec::new();
    for (name, value) in members(request) {
        let name = name.to_ascii_lowercase();
        if name.starts_with("tagspecification") {
            let list = member(value, "items").unwrap_or(value);
            let all: Vec<&str> =
                if list.trim_start().starts_with('[') { items(list).collect() } else { vec![list] };
            for one in all {
                let kind = member(one, "resourceType").or_else(|| member(one, "ResourceType")).and_then(text);
                kinds.extend(kind.filter(|kind| is_kind(kind)).map(String::from));
            }
        } else if name.ends_with("request") {
            kinds.extend(self::kinds(value));
        }
    }
    kinds.sort();
    kinds.dedup();
    kinds
}

fn is_kind(kind: &str) -> bool {
    !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use catalog::Service;

    use super::*;

    /// Where the reference says that an action of EC2 needs to tag, a request with tags does.
    #[test]
    fn makers_of_ec2_need_one_action() {
        let catalog = Catalog::embedded();
        for action in catalog.service("ec2").into_iter().flat_map(Service::actions) {
            if action.needs().any(|need| need.action.full_name() == EC2) {
                assert_eq!(tagging(catalog, action).as_deref(), Some(EC2), "{}", action.full_name());
            }
        }
        let tags = catalog.action(EC2).map(|action| tagging(catalog, action));
        assert_eq!(tags, Some(None), "to tag is no making");
    }

    #[test]
    fn the_types_that_are_tagged_are_read() {
        for (request, expected) in [
            (
                r#"{"tagSpecificationSet":{"items":[{"resourceType":"volume"},{"resourceType":"instance"}]}}"#,
                vec!["instance", "volume"],
            ),
            (
                r#"{"CreateLaunchTemplateRequest":{"TagSpecification":{"ResourceType":"launch-template"}}}"#,
                vec!["launch-template"],
            ),
            (r#"{"tagSpecificationSet":{"items":[{"resourceType":"*"}]},"tags":[]}"#, vec![]),
            ("{}", vec![]),
        ] {
            assert_eq!(kinds(request), expected, "{request}");
        }
    }
}
