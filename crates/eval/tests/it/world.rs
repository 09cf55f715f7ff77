//! Small worlds: few names, few values, so that random policies and requests meet often.

use proptest::prelude::*;
use serde_json::{Value, json};

const ACTIONS: [&str; 4] = ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "sqs:SendMessage"];
const ACTION_PATTERNS: [&str; 7] =
    ["s3:GetObject", "S3:getobject", "s3:*", "s3:?etObject", "s3:*Object", "*", "sqs:*"];
const RESOURCES: [&str; 4] =
    ["arn:aws:s3:::b/k", "arn:aws:s3:::b/Ann/x", "arn:aws:s3:::c", "arn:aws:sqs:us-east-1:111111111111:q"];
const RESOURCE_PATTERNS: [&str; 7] = [
    "*",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::?/k",
    "arn:aws:s3:::b/${aws:username}/*",
    "arn:aws:s3:::b/${aws:PrincipalTag/team, 'k'}",
    "arn:aws:*:*:*:*",
    "arn:aws:sqs:*:111111111111:q",
];
const PRINCIPALS: [&str; 6] = [
    "arn:aws:iam::111111111111:user/Ann",
    "arn:aws:iam::222222222222:user/Bob",
    "arn:aws:sts::111111111111:assumed-role/App/s",
    "arn:aws:sts::222222222222:assumed-role/App/s",
    "arn:aws:sts::111111111111:federated-user/Ann",
    "cloudtrail.amazonaws.com",
];
const NAMED: [&str; 7] = [
    "*",
    "111111111111",
    "arn:aws:iam::222222222222:root",
    "arn:aws:iam::111111111111:user/Ann",
    "arn:aws:iam::111111111111:role/App",
    "arn:aws:sts::111111111111:assumed-role/App/s",
    "arn:aws:iam::222222222222:user/Bob",
];
const OPERATORS: [&str; 14] = [
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "StringNotLikeIfExists",
    "StringEqualsIgnoreCase",
    "ForAllValues:StringEquals",
    "ForAnyValue:StringLike",
    "ForAnyValue:StringNotEquals",
    "ForAllValues:StringNotLike",
    "NumericLessThan",
    "NumericNotEquals",
    "Bool",
    "Null",
    "ForAnyValue:StringEqualsIfExists",
];
const KEYS: [&str; 3] = ["aws:username", "aws:PrincipalTag/team", "x:key"];
const VALUES: [&str; 8] = ["Ann", "ann", "A*", "5", "7.5", "true", "false", "${aws:username}"];
const GIVEN: [&str; 6] = ["Ann", "ANN", "5", "7", "true", "k"];

fn some(values: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(values), 1..=most)
}

fn condition() -> impl Strategy<Value = Option<Value>> {
    let pair = (prop::sample::select(&OPERATORS[..]), prop::sample::select(&KEYS[..]), some(&VALUES, 2));
    let block = pair.prop_map(|(operator, key, values)| json!({operator: {key: values}}));
    prop::option::of(block)
}

/// A statement; one for a resource's policy names principals.
pub(crate) fn statement(of_resource: bool) -> impl Strategy<Value = Value> {
    let shape = (any::<bool>(), prop::bool::weighted(0.15), prop::bool::weighted(0.15));
    let lists = (some(&ACTION_PATTERNS, 2), some(&RESOURCE_PATTERNS, 2), some(&NAMED, 2));
    (shape, lists, condition()).prop_map(
        move |((allows, not_action, not_resource), (actions, resources, named), condition)| {
            let mut statement = json!({"Effect": if allows { "Allow" } else { "Deny" }});
            statement[if not_action { "NotAction" } else { "Action" }] = json!(actions);
            statement[if not_resource { "NotResource" } else { "Resource" }] = json!(resources);
            if of_resource {
                statement["Principal"] = json!({"AWS": named});
            }
            if let Some(condition) = condition {
                statement["Condition"] = condition;
            }
            statement
        },
    )
}

pub(crate) fn policy(of_resource: bool) -> impl Strategy<Value = Value> {
    let version = prop::bool::weighted(0.9);
    (version, prop::collection::vec(statement(of_resource), 0..4)).prop_map(|(new, statements)| {
        let version = if new { "2012-10-17" } else { "2008-10-17" };
        json!({"Version": version, "Statement": statements})
    })
}

pub(crate) fn request() -> impl Strategy<Value = Value> {
    let values = prop_oneof![
        4 => prop::sample::select(&GIVEN[..]).prop_map(|value| json!(value)),
        1 => prop::collection::vec(prop::sample::select(&GIVEN[..]), 0..3).prop_map(|values| json!(values)),
    ];
    let context = prop::collection::vec(prop::option::of(values), KEYS.len());
    let what = (prop::sample::select(&ACTIONS[..]), prop::sample::select(&RESOURCES[..]));
    (prop::sample::select(&PRINCIPALS[..]), what, context).prop_map(
        |(principal, (action, resource), values)| {
            let pairs = KEYS.iter().zip(values).filter_map(|(key, value)| Some(((*key).to_owned(), value?)));
            let context: serde_json::Map<_, _> = pairs.collect();
            json!({"principal": principal, "action": action, "context": context,
            "resource": {"arn": resource, "accountId": "111111111111"}})
        },
    )
}

/// A request with every kind of policy, or without.
pub(crate) fn world() -> impl Strategy<Value = Value> {
    let list = |kinds| prop::option::weighted(0.3, prop::collection::vec(policy(kinds), 1..2));
    let levels = prop::collection::vec(prop::collection::vec(policy(false), 1..3), 0..2);
    let own = (prop::collection::vec(policy(false), 0..3), prop::option::of(policy(true)));
    (request(), own, list(false), prop::option::weighted(0.3, policy(false)), levels).prop_map(
        |(request, (identity, resource), boundary, session, levels)| {
            let scps: Vec<_> = levels
                .into_iter()
                .enumerate()
                .map(|(at, policies)| json!({"orgIdentifier": at.to_string(), "policies": policies}))
                .collect();
            json!({"request": request, "identityPolicies": identity, "resourcePolicy": resource,
                "permissionBoundaries": boundary, "sessionPolicy": session, "scps": scps})
        },
    )
}
