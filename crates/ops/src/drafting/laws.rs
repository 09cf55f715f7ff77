//! What holds of every draft: it allows what it was made from.

use catalog::Catalog;
use draft::{Dependents, Generalise, Mode, Options};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use trail::Principal;

use super::Proof;
use super::tests::{ROLE, call, usage};

/// Names as callers choose them: with what policies take for themselves, and with letters of all sorts.
fn name() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "[a-z0-9]{1,6}",
        1 => select(vec!["*", "?", "${*}", "${aws:username}", "${", "$", "}", "a*b", "**", "\\", "\"", "%2F", " ", "+"])
            .prop_map(str::to_owned),
        1 => select(vec!["é", "日本", "😀", "ß", "\u{202e}", "\u{0}", "e\u{301}"]).prop_map(str::to_owned),
        1 => select(vec!["/", "//", ":", "::", ".", "-", "_"]).prop_map(str::to_owned),
    ];
    proptest::collection::vec(part, 1..5).prop_map(|parts| parts.concat())
}

fn event() -> impl Strategy<Value = Value> {
    let what = select(vec![
        ("s3", "GetObject", "arn:aws:s3:::acme/"),
        ("s3", "PutObject", "arn:aws:s3:::acme/"),
        ("s3", "CopyObject", "arn:aws:s3:::acme/"),
        ("s3", "ListObjectsV2", "arn:aws:s3:::acme-"),
        ("sqs", "SendMessage", "arn:aws:sqs:eu-west-1:111122223333:"),
        ("dynamodb", "Query", "arn:aws:dynamodb:eu-west-1:111122223333:table/"),
        ("iam", "GetRole", "arn:aws:iam::111122223333:role/"),
        ("kms", "Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/"),
        ("ec2", "RunInstances", "arn:aws:ec2:eu-west-1:111122223333:instance/"),
        ("ec2", "DescribeInstances", ""),
        ("secretsmanager", "GetSecretValue", ""),
    ]);
    let region = select(vec![Some("eu-west-1"), Some("us-east-1"), None]);
    let via = select(vec![
        None,
        None,
        None,
        Some("athena.amazonaws.com"),
        Some("s3.amazonaws.com"),
        Some("events.amazonaws.com"),
    ]);
    let outcome =
        select(vec![None, None, None, Some("NoSuchKey"), Some("AccessDenied"), Some("ExpiredToken")]);
    let parameters = prop_oneof![
        2 => Just(Value::Null),
        1 => name().prop_map(|name| json!({ "secretId": name })),
        1 => name().prop_map(|name| json!({ "bucketName": "acme", "key": name })),
        1 => name().prop_map(|name| json!({ "roleName": name, "tableName": name, "queueUrl": name })),
    ];
    let endpoint = select(vec![None, None, Some("vpce-1")]);
    (what, proptest::option::of(name()), region, via, outcome, parameters, endpoint).prop_map(
        |((source, event, begin), name, region, via, outcome, parameters, endpoint)| {
            let arn = name.filter(|_| !begin.is_empty()).map(|name| format!("{begin}{name}"));
            let arns: Vec<&str> = arn.iter().map(String::as_str).collect();
            let mut more = json!({ "awsRegion": region, "requestParameters": parameters });
            if let Some(code) = outcome {
                more["errorCode"] = code.into();
            }
            if let Some(endpoint) = endpoint {
                more["vpcEndpointId"] = endpoint.into();
            }
            if let Some(service) = via {
                more["sourceIPAddress"] = service.into();
                more["userIdentity"] = json!({ "type": "AssumedRole", "accountId": "111122223333", "invokedBy": service,
                    "sessionContext": { "sessionIssuer": { "type": "Role", "arn": ROLE } } });
            }
            call(0, source, event, &arns, &more)
        },
    )
}

fn options() -> impl Strategy<Value = Options> {
    let mode = select(vec![Mode::Actions, Mode::Resources, Mode::Conditions]);
    let dependents = select(vec![Dependents::None, Dependents::Inferred, Dependents::Documented]);
    (mode, dependents, 1_usize..6, any::<bool>(), 0_u64..3).prop_map(
        |(mode, dependents, limit, keep_read, min_count)| {
            let generalise = Generalise { limit, whole: 2 * limit, ..Generalise::default() };
            let filter = draft::Filter { min_count, ..draft::Filter::default() };
            Options { mode, dependents, generalise, keep_read, filter, ..Options::default() }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_draft_allows_what_it_was_made_from(
        events in proptest::collection::vec(event(), 1..40),
        options in options(),
    ) {
        let numbered = |(id, event): (usize, &Value)| {
            let mut event = event.clone();
            event["eventID"] = format!("00000000-0000-4000-a000-{id:012}").into();
            event
        };
        let events: Vec<Value> = events.iter().enumerate().map(numbered).collect();
        let usage = usage(&events);
        let catalog = Catalog::embedded();
        let draft = draft::draft(&usage, &Principal::new(ROLE), &options, catalog);
        let proof = Proof { usage: &usage, current: None };
        let told = proof.replay(&draft, catalog).unwrap();
        let notes: Vec<String> = told.notes().collect();
        prop_assert!(told.is_whole(), "{notes:#?}\n{:#?}", draft.grants);
    }
}
