//! Calls of our own writing, decided by policies of our own writing: the expectations are AWS's rules.

use std::ops::ControlFlow;

use catalog::Catalog;
use eval::{Prepared, Tri};
use policy::tree::{PolicyKind, lower};
use policy::{Document, Format};
use serde_json::{Value, json};
use trail::{Options, Principal, Usage, analyze};

use super::replay::{Replay, replay};

pub(super) const ROLE: &str = "arn:aws:iam::111122223333:role/app/web";

/// A call of the role over TLS, in Ireland.
pub(super) fn call(id: usize, source: &str, name: &str, arns: &[&str], more: &Value) -> Value {
    let resources: Vec<_> = arns.iter().map(|arn| json!({ "ARN": arn })).collect();
    let mut event = json!({
        "eventVersion": "1.11", "eventType": "AwsApiCall", "eventTime": "2026-11-20T08:00:00Z", "awsRegion": "eu-west-1",
        "eventID": format!("00000000-0000-4000-a000-{id:012}"), "recipientAccountId": "111122223333",
        "userIdentity": { "type": "AssumedRole", "accountId": "111122223333",
            "sessionContext": { "sessionIssuer": { "type": "Role", "arn": ROLE } } },
        "eventSource": format!("{source}.amazonaws.com"), "eventName": name, "requestParameters": null, "resources": resources,
        "tlsDetails": { "tlsVersion": "TLSv1.3" }
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        event[name] = value.clone();
    }
    event
}

pub(super) fn usage(events: &[Value]) -> Usage {
    let log = json!({ "Records": events }).to_string();
    let objects = vec![("log.json", log.as_bytes())];
    analyze(objects, &Options::default(), Catalog::embedded(), &|_| ControlFlow::Continue(())).usage
}

fn prepared(statements: &Value) -> Prepared {
    let text = json!({ "Version": "2012-10-17", "Statement": statements }).to_string();
    let read = Document::read("policy", text.as_bytes(), Some(Format::Json), &policy::Limits::default());
    Prepared::new("policy", &lower(&read.root), PolicyKind::Identity)
}

fn replayed(events: &[Value], statements: &Value) -> Replay {
    let principals = [Principal::new(ROLE)];
    replay(&usage(events), &principals, &[prepared(statements)], Catalog::embedded(), &|_| true)
}

fn rest(replay: &Replay) -> Vec<(&str, &str, Tri)> {
    replay.rest.iter().map(|one| (one.action.as_str(), one.resource.as_str(), one.decision)).collect()
}

const OBJECT: &str = "arn:aws:s3:::acme/a";

/// An Allow of reading objects, under a condition if one is given.
fn reading(resource: &str, condition: &Value) -> Value {
    let mut statement = json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": resource });
    if !condition.is_null() {
        statement["Condition"] = condition.clone();
    }
    json!([statement])
}

/// `GetTable` is checked on the catalog, the database and the table, and there is one catalog in a region:
/// <https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html>
#[test]
fn a_resource_that_follows_from_those_named_is_that_one() {
    let of_region = |region: &str, rest: &str| format!("arn:aws:glue:{region}:111122223333:{rest}");
    let asked = json!({ "requestParameters": { "databaseName": "d", "name": "t" } });
    let events = [call(1, "glue", "GetTable", &[], &asked)];
    let mine = of_region("eu-west-1", "catalog");
    for (region, expected) in
        [("eu-west-1", vec![]), ("us-east-1", vec![("glue:GetTable", mine.as_str(), Tri::No)])]
    {
        let resources = [
            of_region(region, "catalog"),
            of_region("eu-west-1", "database/d"),
            of_region("eu-west-1", "table/d/t"),
        ];
        let statements = json!([{ "Effect": "Allow", "Action": "glue:GetTable", "Resource": resources }]);
        assert_eq!(rest(&replayed(&events, &statements)), expected, "{region}");
    }
}

#[test]
fn each_resource_of_a_call_is_decided_by_itself() {
    let events = [
        call(1, "s3", "GetObject", &[OBJECT, "arn:aws:s3:::acme"], &Value::Null),
        call(2, "s3", "GetObject", &["arn:aws:s3:::acme/b", "arn:aws:s3:::acme"], &Value::Null),
        call(3, "sts", "GetCallerIdentity", &[], &Value::Null),
        call(4, "ec2", "DescribeInstances", &[], &Value::Null),
        call(5, "s3", "GetObject", &["arn:aws:s3:::acme/c"], &json!({ "errorCode": "AccessDenied" })),
    ];
    for (resource, expected) in [
        ("*", vec![("ec2:DescribeInstances", "*", Tri::No)]),
        ("arn:aws:s3:::acme/*", vec![("ec2:DescribeInstances", "*", Tri::No)]),
        (
            OBJECT,
            vec![("ec2:DescribeInstances", "*", Tri::No), ("s3:GetObject", "arn:aws:s3:::acme/b", Tri::No)],
        ),
    ] {
        let replay = replayed(&events, &reading(resource, &Value::Null));
        assert_eq!(rest(&replay), expected, "{resource}");
        assert_eq!(replay.calls, 3, "one was refused, and one needs no permission");
    }
}

#[test]
fn a_deny_and_a_missing_allow_both_refuse() {
    let events = [call(1, "s3", "GetObject", &[OBJECT], &Value::Null)];
    let denied = json!([
        { "Effect": "Allow", "Action": "s3:*", "Resource": "*" },
        { "Effect": "Deny", "Action": "s3:Get*", "Resource": OBJECT }
    ]);
    let other = json!([{ "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*" }]);
    for statements in [denied, other] {
        assert_eq!(rest(&replayed(&events, &statements)), [("s3:GetObject", OBJECT, Tri::No)]);
    }
}

#[test]
fn conditions_are_held_against_every_way_that_usage_leaves_open() {
    let region = |values: Value| json!({ "StringEquals": { "aws:RequestedRegion": values } });
    let america = json!({ "awsRegion": "us-east-1" });
    let inside = json!({ "vpcEndpointId": "vpce-1", "sourceIPAddress": "10.0.0.1" });
    let endpoint = json!({ "StringEquals": { "aws:SourceVpce": "vpce-1" } });
    let tls = json!({ "Bool": { "aws:SecureTransport": "true" } });
    let tag = json!({ "StringEquals": { "aws:PrincipalTag/team": "a" } });
    let plain = json!({});
    for (calls, condition, expected) in [
        (vec![&plain], region(json!("eu-west-1")), Tri::Yes),
        (vec![&plain, &america], region(json!("eu-west-1")), Tri::Unknown),
        (vec![&plain, &america], region(json!(["eu-west-1", "us-east-1"])), Tri::Yes),
        (vec![&america], region(json!("eu-west-1")), Tri::No),
        (vec![&inside], endpoint.clone(), Tri::Yes),
        (vec![&plain], endpoint.clone(), Tri::No),
        (vec![&inside, &plain], endpoint, Tri::Unknown),
        (vec![&plain], tls, Tri::Yes),
        // Nobody knows how the caller was tagged.
        (vec![&plain], tag, Tri::Unknown),
    ] {
        let events: Vec<_> =
            calls.iter().enumerate().map(|(id, more)| call(id, "s3", "GetObject", &[OBJECT], more)).collect();
        let replay = replayed(&events, &reading("*", &condition));
        let decision = replay.rest.first().map_or(Tri::Yes, |one| one.decision);
        assert_eq!(decision, expected, "{calls:?} {condition}");
    }
}

#[test]
fn forward_access_carries_the_service_that_asks() {
    let by = |service: &str| {
        let mut more = json!({ "sourceIPAddress": service });
        more["userIdentity"] = json!({ "type": "AssumedRole", "accountId": "111122223333", "invokedBy": service,
            "sessionContext": { "sessionIssuer": { "type": "Role", "arn": ROLE } } });
        more
    };
    let through = json!({ "ForAnyValue:StringEquals": { "aws:CalledVia": "athena.amazonaws.com" } });
    for (more, expected) in [
        (by("athena.amazonaws.com"), Tri::Yes),
        (by("cloudformation.amazonaws.com"), Tri::No),
        (json!({}), Tri::No),
    ] {
        let events = [call(1, "s3", "GetObject", &[OBJECT], &more)];
        let replay = replayed(&events, &reading("*", &through));
        assert_eq!(replay.rest.first().map_or(Tri::Yes, |one| one.decision), expected, "{more}");
    }
}

#[test]
fn what_the_log_does_not_name_is_allowed_only_where_all_of_it_is() {
    let events = [call(1, "s3", "GetObject", &[], &Value::Null)];
    assert_eq!(rest(&replayed(&events, &reading("*", &Value::Null))), []);
    let some = replayed(&events, &reading("arn:aws:s3:::acme/*", &Value::Null));
    assert_eq!(rest(&some), [("s3:GetObject", "*", Tri::Unknown)]);
    assert!(some.rest[0].why.starts_with("the log does not name the resource"), "{some:?}");
}

#[test]
fn more_objects_than_usage_keeps_are_allowed_only_together() {
    let keys: Vec<_> = (0..100).map(|key| format!("arn:aws:s3:::acme/{key:03}")).collect();
    let events: Vec<_> =
        keys.iter().enumerate().map(|(id, key)| call(id, "s3", "GetObject", &[key], &Value::Null)).collect();
    assert_eq!(rest(&replayed(&events, &reading("arn:aws:s3:::acme/*", &Value::Null))), []);
    let named: Value = keys.iter().map(String::as_str).collect();
    let statements = json!([{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": named }]);
    assert_eq!(
        rest(&replayed(&events, &statements)),
        [("s3:GetObject", "arn:aws:s3:::acme/*", Tri::Unknown)]
    );
}

#[test]
fn a_role_is_passed_to_the_service_that_gets_it() {
    let parameters = json!({ "functionName": "f", "role": "arn:aws:iam::111122223333:role/tasks" });
    let function = "arn:aws:lambda:eu-west-1:111122223333:function:f";
    let events = [call(
        1,
        "lambda",
        "CreateFunction20150331",
        &[function],
        &json!({ "requestParameters": parameters }),
    )];
    let statements = |receiver: &str| {
        json!([
            { "Effect": "Allow", "Action": "lambda:CreateFunction", "Resource": "*" },
            { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
              "Condition": { "StringEquals": { "iam:PassedToService": receiver } } }
        ])
    };
    assert_eq!(rest(&replayed(&events, &statements("lambda.amazonaws.com"))), []);
    let role = "arn:aws:iam::111122223333:role/tasks";
    let wrong = replayed(&events, &statements("ec2.amazonaws.com"));
    assert_eq!(rest(&wrong), [("iam:PassRole", role, Tri::No)]);
    assert_eq!((wrong.calls, wrong.allowed), (1, 0));
}

/// What one call needs only one of, a draft grants one of, and the replay must not ask for the others.
#[test]
fn of_what_is_needed_one_of_the_others_are_not_asked_for() {
    let execution = "arn:aws:states:eu-west-1:111122223333:execution:jobs:1";
    let table = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders";
    let events = [
        call(
            1,
            "states",
            "DescribeExecution",
            &[],
            &json!({ "requestParameters": { "executionArn": execution } }),
        ),
        call(2, "dynamodb", "TagResource", &[], &json!({ "requestParameters": { "resourceArn": table } })),
    ];
    let statements = json!([
        { "Effect": "Allow", "Action": "states:DescribeExecution", "Resource": execution },
        { "Effect": "Allow", "Action": "dynamodb:TagResource", "Resource": table }
    ]);
    assert_eq!(rest(&replayed(&events, &statements)), []);
}

#[test]
fn what_is_made_with_tags_is_to_be_tagged_only_there() {
    let tags = json!({ "items": [{ "resourceType": "instance", "tags": [{ "key": "a", "value": "b" }] }] });
    let events = [
        call(1, "ec2", "RunInstances", &[], &json!({ "requestParameters": { "tagSpecificationSet": tags } })),
        call(
            2,
            "sqs",
            "CreateQueue",
            &[],
            &json!({ "requestParameters": { "queueName": "q", "tags": { "a": "b" } } }),
        ),
    ];
    let (instances, queue) =
        ("arn:aws:ec2:eu-west-1:111122223333:instance/*", "arn:aws:sqs:eu-west-1:111122223333:q");
    let makes =
        json!({ "Effect": "Allow", "Action": ["ec2:RunInstances", "sqs:CreateQueue"], "Resource": "*" });
    let tags_queue = json!({ "Effect": "Allow", "Action": "sqs:TagQueue", "Resource": queue });
    let tags_by = |event: &str| {
        json!({ "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": instances,
            "Condition": { "StringEquals": { "ec2:CreateAction": event } } })
    };
    assert_eq!(rest(&replayed(&events, &json!([makes, tags_queue, tags_by("RunInstances")]))), []);
    assert_eq!(
        rest(&replayed(&events, &json!([makes, tags_by("CreateVolume")]))),
        [("ec2:CreateTags", instances, Tri::No), ("sqs:TagQueue", queue, Tri::No)]
    );
}

/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/permissions-user-layer.html>
#[test]
fn a_layer_that_a_function_gets_is_asked_for() {
    let layer = "arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:55";
    let parameters = json!({ "requestParameters": { "functionName": "f", "layers": [layer] } });
    let function = "arn:aws:lambda:eu-west-1:111122223333:function:f";
    let events = [call(1, "lambda", "CreateFunction20150331", &[function], &parameters)];
    let makes = json!({ "Effect": "Allow", "Action": "lambda:CreateFunction", "Resource": "*" });
    let gets = json!({ "Effect": "Allow", "Action": "lambda:GetLayerVersion", "Resource": layer });
    assert_eq!(rest(&replayed(&events, &json!([makes, gets]))), []);
    assert_eq!(rest(&replayed(&events, &json!([makes]))), [("lambda:GetLayerVersion", layer, Tri::No)]);
}
