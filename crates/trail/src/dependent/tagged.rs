//! Tags that a request gives to what it makes: the caller needs the permission to tag, for which nothing else is logged.

use std::sync::Arc;

use super::inferred::{Found, Inferred, Why};
use crate::json::{items, member, members, text};
use crate::principal;
use crate::record::Record;
use crate::resource::Origin;

/// The events of services that take tags for what they make, with the action that is needed then.
///
/// Only where AWS documents it, and where the action can tag no other resource that the call names.
///
/// Sources: <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html>,
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html>, and the API references of the others.
const MADE: &[(&str, &[&str], &str)] = &[
    ("cloudwatch", &["PutMetricAlarm", "PutCompositeAlarm"], "cloudwatch:TagResource"),
    ("dynamodb", &["CreateTable"], "dynamodb:TagResource"),
    ("ecr", &["CreateRepository"], "ecr:TagResource"),
    ("ecs", &["CreateCluster", "CreateService", "RegisterTaskDefinition"], "ecs:TagResource"),
    ("eks", &["CreateCluster"], "eks:TagResource"),
    ("elasticloadbalancing", &["CreateLoadBalancer", "CreateTargetGroup"], "elasticloadbalancing:AddTags"),
    ("events", &["PutRule"], "events:TagResource"),
    ("iam", &["CreateInstanceProfile"], "iam:TagInstanceProfile"),
    ("iam", &["CreateOpenIDConnectProvider"], "iam:TagOpenIDConnectProvider"),
    ("iam", &["CreatePolicy"], "iam:TagPolicy"),
    ("iam", &["CreateRole"], "iam:TagRole"),
    ("iam", &["CreateSAMLProvider"], "iam:TagSAMLProvider"),
    ("iam", &["CreateUser"], "iam:TagUser"),
    ("lambda", &["CreateFunction", "CreateFunction20150331"], "lambda:TagResource"),
    ("logs", &["CreateLogGroup"], "logs:TagResource"),
    ("secretsmanager", &["CreateSecret"], "secretsmanager:TagResource"),
    ("sns", &["CreateTopic"], "sns:TagResource"),
    ("sqs", &["CreateQueue"], "sqs:TagQueue"),
    ("ssm", &["PutParameter"], "ssm:AddTagsToResource"),
    ("states", &["CreateActivity", "CreateStateMachine"], "states:TagResource"),
];

/// What every service of EC2 that makes something needs for its tags.
///
/// Source: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html>
const EC2: &str = "ec2:CreateTags";

/// The action that the event needs if its request has tags.
pub(super) fn tagging(service: &str, event: &str) -> Option<&'static str> {
    if service == "ec2" {
        return (event != "CreateTags" && event != "DeleteTags").then_some(EC2);
    }
    MADE.iter().find(|(of, events, _)| *of == service && events.contains(&event)).map(|row| row.2)
}

/// Hands over the action if the request has tags; on what is made, where nothing else tells it: what EC2 makes has no name before.
pub(super) fn tagged(action: &'static str, record: &Record<'_>, found: &mut Found<'_>) {
    let request = record.parameters.unwrap_or_default();
    let inferred = || Inferred { action: Arc::from(action), why: Why::TagsResource, service: None };
    if action != EC2 {
        let has_tags = members(request).any(|(name, value)| is_tags(name) && !is_empty(value));
        if has_tags {
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

fn is_tags(name: &str) -> bool {
    name.eq_ignore_ascii_case("tags")
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
    use catalog::Catalog;

    use super::*;

    #[test]
    fn actions_of_the_table_exist_and_tag_what_is_made() {
        let catalog = Catalog::embedded();
        for (service, _, action) in MADE.iter().chain(&[("ec2", &[][..], EC2)]) {
            let known = catalog.action(action).unwrap_or_else(|| panic!("{action}"));
            assert_eq!(known.service().prefix(), *service, "{action}");
            assert_eq!(known.full_name(), *action);
        }
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
