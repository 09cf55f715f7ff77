//! What holds of every draft: it allows what it was made from.

use catalog::Catalog;
use draft::{Dependents, Draft, Form, Generalise, Mode, Options};
use policy::Style;
use policy::tree::{Policy, PolicyKind};
use policy::write::write;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use trail::{Principal, Usage};

use super::tests::{ROLE, call, usage};
use super::{Current, Proof};
use crate::{Context, Files};

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
    (mode, dependents, 1_usize..6, any::<bool>(), any::<bool>(), 0_u64..3).prop_map(
        |(mode, dependents, limit, keep_read, shorten, min_count)| {
            let generalise = Generalise { limit, whole: 2 * limit, ..Generalise::default() };
            let filter = draft::Filter { min_count, ..draft::Filter::default() };
            Options { mode, dependents, generalise, keep_read, shorten, filter, ..Options::default() }
        },
    )
}

/// The events with ids of their own.
fn numbered(events: &[Value]) -> Vec<Value> {
    let numbered = |(id, event): (usize, &Value)| {
        let mut event = event.clone();
        event["eventID"] = format!("00000000-0000-4000-a000-{id:012}").into();
        event
    };
    events.iter().enumerate().map(numbered).collect()
}

fn drafted(usage: &Usage, options: &Options) -> Draft {
    draft::draft(usage, &Principal::new(ROLE), options, Catalog::embedded())
}

/// What is not allowed of a use, decided by `eval` against the policies of a draft.
fn refused(usage: &Usage, draft: &Draft, kind: PolicyKind) -> Vec<String> {
    let told = Proof { usage, kind, current: None }.replay(draft, Catalog::embedded()).unwrap();
    told.notes().collect()
}

/// What no policy of the second draft allows of what those of the first do, proved over all requests.
fn beyond(own: &Draft, whole: &Draft) -> Vec<String> {
    let texts = |draft: &Draft| -> Vec<(String, String)> {
        let text = |policy: &Policy| write(&policy.to_node(), Style::Minified);
        draft.policies.iter().map(|drafted| (drafted.name.clone(), text(&drafted.policy))).collect()
    };
    let (own, whole) = (texts(own), texts(whole));
    let current = Current::of_texts(named(&whole), PolicyKind::Identity).unwrap();
    let found = current.new_access(named(&own), &Context::new(Files::Denied, || 0)).unwrap();
    if found.is_proved_none() { Vec::new() } else { found.notes() }
}

fn named(texts: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    texts.iter().map(|(name, text)| (name.as_str(), text.as_str()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_draft_allows_what_it_was_made_from(
        events in proptest::collection::vec(event(), 1..40),
        options in options(),
    ) {
        let usage = usage(&numbered(&events));
        for form in [Form::Identity, Form::Boundary, Form::Session, Form::Scp] {
            let draft = drafted(&usage, &Options { form, ..options.clone() });
            let notes = refused(&usage, &draft, form.kind());
            prop_assert!(notes.is_empty(), "{form:?} {notes:#?}\n{:#?}", draft.grants);
        }
    }

    #[test]
    fn the_policy_of_merged_usage_allows_what_each_part_used_and_what_its_policy_allows(
        events in proptest::collection::vec(event(), 2..40),
        parts in 2_usize..4,
        options in options(),
    ) {
        let mut events = numbered(&events);
        // A failed call that names nothing is taken to need everything only where no other call names anything.
        for event in events.iter_mut().filter(|event| event["errorCode"] == "NoSuchKey") {
            event["errorCode"] = Value::Null;
        }
        // A table by a name that none has is no table.
        for event in events.iter_mut().filter(|event| event["eventName"] == "Query") {
            event["requestParameters"] = Value::Null;
        }
        // What is copied, requests always say.
        for event in events.iter_mut().filter(|event| event["eventName"] == "CopyObject") {
            event["requestParameters"] = json!({ "bucketName": "acme", "key": "to", "x-amz-copy-source": "acme/from" });
        }
        let of_part = |part: usize| -> Vec<Value> { events.iter().skip(part).step_by(parts).cloned().collect() };
        let part_usages: Vec<Usage> = (0..parts).map(|part| usage(&of_part(part))).collect();
        let mut merged = Usage::default();
        for part in &part_usages {
            merged.merge(part.clone());
        }
        let whole = drafted(&merged, &options);
        for part in &part_usages {
            let own = drafted(part, &options);
            let told = |draft: &Draft| refused(part, draft, PolicyKind::Identity);
            prop_assert_eq!(told(&own), Vec::<String>::new());
            prop_assert_eq!(told(&whole), Vec::<String>::new(), "{:#?}", whole.grants);
            prop_assert_eq!(beyond(&own, &whole), Vec::<String>::new(), "{:#?}\n{:#?}", own.grants, whole.grants);
        }
    }
}
