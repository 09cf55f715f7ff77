//! From logs of our own writing to policies.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets what it does not expect should stop"
)]

mod arns;
mod beside;
mod called_for;
mod conditions;
mod generalise;
mod laws;
mod minimal;
mod minimal_clean;
mod minimal_decided;
mod minimal_refused;
mod shape;
mod shapes_of_arns;
mod sharing;
mod shorten;
mod splitting;
mod stars;
mod suggest;
mod switches;
mod templates;
mod tighten;
mod trust;
mod unnamed;

use std::ops::ControlFlow;

use catalog::Catalog;
use draft::{Draft, NoPolicy, WhyLeftOut, Widening, draft};
use policy::tree::{Policy, Statement};
use policy::{Document, Limits, ResourcePattern, Style, write};
use serde_json::{Value, json};
use trail::{Options, Principal, Usage, analyze};

const ACCOUNT: &str = "111122223333";
const ROLE: &str = "arn:aws:iam::111122223333:role/app/web";

fn event(id: usize, source: &str, name: &str, resources: &[&str]) -> Value {
    let resources: Vec<_> = resources.iter().map(|arn| json!({ "ARN": arn })).collect();
    json!({
        "eventVersion": "1.11", "eventType": "AwsApiCall", "eventTime": "2026-11-20T08:00:00Z", "awsRegion": "eu-west-1",
        "eventID": format!("00000000-0000-4000-a000-{id:012}"), "recipientAccountId": ACCOUNT,
        "userIdentity": {
            "type": "AssumedRole", "arn": "arn:aws:sts::111122223333:assumed-role/web/s", "accountId": ACCOUNT,
            "sessionContext": { "sessionIssuer": { "type": "Role", "arn": ROLE } }
        },
        "eventSource": format!("{source}.amazonaws.com"), "eventName": name, "requestParameters": null,
        "resources": resources
    })
}

fn usage(events: &[Value]) -> Usage {
    let log = json!({ "Records": events }).to_string();
    let objects = vec![("log.json", log.as_bytes())];
    analyze(objects, &Options::default(), Catalog::embedded(), &|_| ControlFlow::Continue(())).usage
}

fn draft_of(events: &[Value]) -> Draft {
    draft(&usage(events), &Principal::new(ROLE), &draft::Options::default(), Catalog::embedded())
}

/// The only policy of a draft, in which no check may find an error.
fn document(draft: &Draft) -> Value {
    assert_eq!(draft.policies.len(), 1);
    let text = write(&draft.policies[0].policy.to_node(), Style::default());
    let read = Document::read("drafted.json", text.as_bytes(), None, &Limits::default());
    let report = lint::lint(&read, Catalog::embedded(), &lint::Options::default());
    let is_sound = report.diagnostics.iter().all(|found| found.severity != policy::Severity::Error);
    assert!(is_sound, "{text}{:?}", report.diagnostics);
    let resources = |policy: &Policy| -> Vec<ResourcePattern> {
        let all = policy.statements.iter().flat_map(Statement::resources);
        all.map(|resource| resource.value.clone()).collect()
    };
    assert_eq!(
        resources(&draft.policies[0].policy),
        resources(&report.policy),
        "the tree means what its text says"
    );
    serde_json::from_str(&text).unwrap()
}

#[test]
fn actions_with_the_same_resources_share_a_statement() {
    let table = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders";
    let draft = draft_of(&[
        event(1, "dynamodb", "PutItem", &[table]),
        event(2, "dynamodb", "GetItem", &[table]),
        event(3, "ec2", "DescribeInstances", &[]),
    ]);
    assert_eq!(
        document(&draft),
        json!({
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "DynamodbReadWrite",
                    "Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:PutItem"], "Resource": table
                },
                { "Sid": "Ec2List", "Effect": "Allow", "Action": "ec2:DescribeInstances", "Resource": "*" }
            ]
        })
    );
    assert!(
        draft.grants.iter().all(|grant| grant.widened.is_empty()),
        "an action without resource types needs `*`"
    );
    assert_eq!(draft.policies[0].name, "web-used");
}

#[test]
fn an_event_names_bucket_and_object_and_each_action_gets_its_own() {
    let (object, bucket) = ("arn:aws:s3:::b/a/1.pdf", "arn:aws:s3:::b");
    let draft = draft_of(&[
        event(1, "s3", "GetObject", &[object, bucket]),
        event(2, "s3", "ListObjectsV2", &[bucket]),
    ]);
    let policy = document(&draft);
    assert_eq!(
        policy["Statement"],
        json!([{
            "Sid": "S3Read",
            "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": [bucket, object]
        }]),
        "an object cannot be listed, nor a bucket be read"
    );
}

#[test]
fn letters_that_mean_something_in_a_policy_are_escaped() {
    let draft = draft_of(&[event(1, "s3", "GetObject", &["arn:aws:s3:::b/a*b?c${aws:username}"])]);
    assert_eq!(document(&draft)["Statement"][0]["Resource"], "arn:aws:s3:::b/a${*}b${?}c${$}{aws:username}");
    let resource = &draft.policies[0].policy.statements[0].resources()[0].value;
    assert_eq!(resource.as_str(), "arn:aws:s3:::b/a${*}b${?}c${$}{aws:username}");
}

#[test]
fn a_document_of_awss_own_is_granted_as_it_is_named() {
    let document = "arn:aws:ssm:eu-west-1::document/AWS-RunShellScript";
    let instance = "arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d";
    let draft = draft_of(&[event(1, "ssm", "SendCommand", &[document, instance])]);
    assert_eq!(self::document(&draft)["Statement"][0]["Resource"], json!([instance, document]));
}

#[test]
fn credentials_that_were_refused_authorized_nothing() {
    let mut expired = event(1, "s3", "DeleteObject", &["arn:aws:s3:::b/1"]);
    expired["errorCode"] = "ExpiredToken".into();
    let draft = draft_of(&[expired, event(2, "s3", "GetObject", &["arn:aws:s3:::b/1"])]);
    assert_eq!(draft.grants.len(), 1, "the permission was never asked for");
}

#[test]
fn denied_calls_are_kept_apart_and_never_granted() {
    let mut refused = event(1, "s3", "DeleteObject", &["arn:aws:s3:::b/1"]);
    refused["errorCode"] = "AccessDenied".into();
    let draft = draft_of(&[refused, event(2, "s3", "GetObject", &["arn:aws:s3:::b/1"])]);
    assert!(!document(&draft).to_string().contains("DeleteObject"));
    assert_eq!(draft.denied.len(), 1);
    assert_eq!(
        (draft.denied[0].action.as_str(), draft.denied[0].granted_otherwise),
        ("s3:DeleteObject", false)
    );
}

#[test]
fn a_call_that_failed_for_another_reason_was_authorized() {
    let mut failed = event(1, "s3", "GetObject", &["arn:aws:s3:::b/1"]);
    failed["errorCode"] = "NoSuchKey".into();
    assert_eq!(document(&draft_of(&[failed]))["Statement"][0]["Action"], "s3:GetObject");
}

#[test]
fn a_refused_call_grants_nothing_however_its_code_is_spelled() {
    for code in [
        "AccessDenied",
        "Client.UnauthorizedOperation",
        "AuthorizationErrorException",
        "Client.AuthFailure",
        "NotAuthorizedException",
        "ForbiddenException",
    ] {
        let mut failed = event(1, "s3", "GetObject", &["arn:aws:s3:::b/failed"]);
        failed["errorCode"] = "NoSuchKey".into();
        let mut refused = event(2, "s3", "GetObject", &["arn:aws:s3:::b/refused"]);
        refused["errorCode"] = code.into();
        assert!(draft_of(&[refused.clone()]).grants.is_empty(), "{code}");
        let draft = draft_of(&[failed, refused]);
        assert_eq!(draft.grants[0].resources, ["arn:aws:s3:::b/failed"], "{code}");
        assert_eq!(draft.denied.len(), 1, "{code}");
    }
}

/// Whoever has keys that are no longer valid must not decide what is granted.
#[test]
fn a_call_whose_credentials_were_refused_grants_nothing_beside_those_that_were_not() {
    let mut failed = event(1, "s3", "CopyObject", &["arn:aws:s3:::b/failed"]);
    failed["errorCode"] = "NoSuchKey".into();
    let mut expired = event(2, "s3", "GetObject", &["arn:aws:s3:::b/expired"]);
    expired["errorCode"] = "ExpiredToken".into();
    let draft = draft_of(&[failed, expired]);
    let reads = draft.grants.iter().find(|grant| grant.action == "s3:GetObject").unwrap();
    assert_eq!((&reads.resources[..], reads.count), (&["arn:aws:s3:::b/failed".to_owned()][..], 1));
    let left: Vec<_> = draft.left_out.iter().map(|left| (&*left.action, &left.why, left.count)).collect();
    assert_eq!(left, [("s3:GetObject", &WhyLeftOut::CredentialsRefused, 1)]);

    let creates = |id: usize, role: &str| {
        let mut event = event(id, "lambda", "CreateFunction20150331", &[]);
        event["requestParameters"] =
            json!({ "functionName": "f", "role": format!("arn:aws:iam::111122223333:role/{role}") });
        event
    };
    let mut expired = creates(2, "admin");
    expired["errorCode"] = "InvalidClientTokenId".into();
    let draft = draft_of(&[creates(1, "tasks"), expired]);
    let passes = draft.grants.iter().find(|grant| grant.action == "iam:PassRole").unwrap();
    assert_eq!(passes.resources, ["arn:aws:iam::111122223333:role/tasks"]);
}

/// One call tags one thing, although the reference calls tables and their streams required.
#[test]
fn what_is_tagged_is_one_thing() {
    let table = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders";
    let mut tags = event(1, "dynamodb", "TagResource", &[]);
    tags["requestParameters"] = json!({ "resourceArn": table, "tags": [] });
    let draft = draft_of(&[tags]);
    assert_eq!((&*draft.grants[0].resources, &*draft.grants[0].widened), (&[table.to_owned()][..], &[][..]));
}

#[test]
fn what_the_log_does_not_name_is_widened_and_said_so() {
    let draft = draft_of(&[event(1, "sqs", "SendMessage", &[])]);
    assert_eq!(document(&draft)["Statement"][0]["Resource"], "*");
    assert_eq!(draft.grants[0].widened, [Widening::NoResourceLogged]);

    // `kms:CreateAlias` needs both the alias and the key.
    let alias = "arn:aws:kms:eu-west-1:111122223333:alias/orders";
    let draft = draft_of(&[event(1, "kms", "CreateAlias", &[alias])]);
    assert_eq!(
        document(&draft)["Statement"][0]["Resource"],
        json!([alias, "arn:aws:kms:eu-west-1:111122223333:key/*"])
    );
    assert_eq!(draft.grants[0].widened, [Widening::TypeNotLogged("key".to_owned())]);
}

/// `PolicyDocument` of `CreatePolicy` takes U+0009, U+000A, U+000D and U+0020 to U+00FF.
#[test]
fn letters_that_no_policy_takes_become_wildcards() {
    for (key, expected) in
        [("a/é.txt", "a/é.txt"), ("a/日本/ž*.txt", "a/*/*${*}.txt"), ("日本语", "*"), ("a😀b", "a*b")]
    {
        let arn = format!("arn:aws:s3:::acme/{key}");
        let draft = draft_of(&[event(1, "s3", "GetObject", &[&arn])]);
        let entry = format!("arn:aws:s3:::acme/{expected}");
        assert_eq!(document(&draft)["Statement"][0]["Resource"], entry);
        assert!(policy::ResourcePattern::with_variables(&entry).matches(&arn).is_yes(), "{key}");
        let told = draft.grants[0].widened.contains(&Widening::LettersNotTaken(entry));
        assert_eq!(told, key != expected, "{key}");
    }
}

#[test]
fn a_call_that_names_nothing_among_others_that_do_is_not_forgotten() {
    let database = "arn:aws:rds:eu-west-1:111122223333:db:orders";
    let call = |id, arns: &[&str]| event(id, "rds", "DescribeDBInstances", arns);
    let draft = draft_of(&[call(1, &[database]), call(2, &[])]);
    assert_eq!(draft.grants[0].resources, ["*"]);
    assert_eq!(draft.grants[0].widened, [Widening::NotAlwaysLogged]);
    let mut failed = call(2, &[]);
    failed["errorCode"] = "InvalidParameterValue".into();
    let draft = draft_of(&[call(1, &[database]), failed]);
    assert_eq!(draft.grants[0].resources, [database], "it may have failed for what it lacks");
}

#[test]
fn one_of_several_actions_is_granted_as_all_of_them_and_said_so() {
    let table = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders";
    let draft = draft_of(&[
        event(1, "dynamodb", "ExecuteStatement", &[table]),
        event(2, "dynamodb", "GetItem", &[table]),
    ]);
    let widened =
        |action| draft.grants.iter().find(|grant| grant.action == action).map(|grant| grant.widened.clone());
    assert_eq!(widened("dynamodb:PartiQLSelect"), Some(vec![Widening::OneOfSeveral]));
    assert_eq!(widened("dynamodb:GetItem"), Some(vec![]));
}

#[test]
fn a_crowd_of_objects_becomes_their_common_beginning() {
    let arns: Vec<_> = (0..500).map(|number| format!("arn:aws:s3:::b/{number:04}")).collect();
    let events: Vec<_> =
        arns.iter().enumerate().map(|(id, arn)| event(id, "s3", "GetObject", &[arn])).collect();
    let draft = draft_of(&events);
    assert_eq!(document(&draft)["Statement"][0]["Resource"], "arn:aws:s3:::b/*");
    assert_eq!(draft.grants[0].widened, [Widening::TooManyUnder("arn:aws:s3:::b/".to_owned())]);
    assert_eq!(draft.grants[0].count, 500);
}

#[test]
fn policies_keep_to_the_size_of_a_managed_policy_and_lose_nothing() {
    let arns: Vec<_> =
        (0..120).map(|number| format!("arn:aws:s3:::bucket-{number:03}/{}", "x".repeat(200))).collect();
    let events: Vec<_> =
        arns.iter().enumerate().map(|(id, arn)| event(id, "s3", "GetObject", &[arn])).collect();
    let draft = draft_of(&events);
    assert!(draft.policies.len() > 1);
    let mut granted = Vec::new();
    for (index, drafted) in draft.policies.iter().enumerate() {
        assert!(drafted.size <= draft::Form::Identity.room(Catalog::embedded()).size);
        assert_eq!(drafted.name, format!("web-used-{}", index + 1));
        let statements = &drafted.policy.statements;
        granted.extend(
            statements
                .iter()
                .flat_map(policy::tree::Statement::resources)
                .map(|it| it.value.as_str().to_owned()),
        );
    }
    assert_eq!(granted, arns, "each object once, in order");
}

#[test]
fn principals_without_an_identity_of_their_own_get_none() {
    let usage = usage(&[]);
    let why = |name| {
        draft(&usage, &Principal::new(name), &draft::Options::default(), Catalog::embedded()).no_policy
    };
    assert_eq!(why("arn:aws:iam::111122223333:root"), Some(NoPolicy::Account));
    assert_eq!(why("ec2.amazonaws.com"), Some(NoPolicy::Service));
    assert_eq!(why("anonymous"), Some(NoPolicy::NoIdentity));
    let linked = "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX";
    assert_eq!(why(linked), Some(NoPolicy::ServiceLinkedRole));
    assert_eq!(why(ROLE), None);
}

/// What no record lists the request tells, in full or in part; the parts that it leaves open are wildcards, and said so.
#[test]
fn resources_come_from_requests_too() {
    let call = |id, source: &str, name: &str, parameters: Value| {
        let mut event = event(id, source, name, &[]);
        event["requestParameters"] = parameters;
        event
    };
    let draft = draft_of(&[
        call(
            1,
            "ec2",
            "StartInstances",
            json!({ "instancesSet": { "items": [{ "instanceId": "i-0a1b2c3d" }] } }),
        ),
        call(2, "secretsmanager", "GetSecretValue", json!({ "secretId": "db*" })),
        call(3, "secretsmanager", "DescribeSecret", json!({ "secretId": "db" })),
        call(4, "logs", "PutLogEvents", json!({ "logGroupName": "/app", "logStreamName": "s" })),
        call(5, "logs", "FilterLogEvents", json!({ "logGroupName": "/app" })),
    ]);
    let told: Vec<(&str, Vec<&str>, bool)> = draft
        .grants
        .iter()
        .map(|grant| {
            let resources = grant.resources.iter().map(String::as_str).collect();
            (grant.action.as_str(), resources, grant.widened.is_empty())
        })
        .collect();
    let group = "arn:aws:logs:eu-west-1:111122223333:log-group:/app";
    let secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-??????";
    assert_eq!(
        told,
        [
            ("ec2:StartInstances", vec!["arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d"], true),
            ("logs:FilterLogEvents", vec![group, &format!("{group}:*")], true),
            ("logs:PutLogEvents", vec![&*format!("{group}:log-stream:s")], true),
            ("secretsmanager:DescribeSecret", vec![secret], false),
            ("secretsmanager:GetSecretValue", vec!["*"], false),
        ]
    );
    let of_secret = &draft.grants[3].widened;
    assert_eq!(*of_secret, [Widening::PartlyLogged(secret.to_owned())]);
    document(&draft);
}
