//! Usage is a monoid, and the run over many files does not depend on how the work was split.

use std::ops::ControlFlow;

use catalog::Catalog;
use proptest::prelude::*;
use serde_json::{Value, json};
use trail::{Options, Usage, analyze};

use crate::logs::{body, delivered, event, run_one};
use crate::parquet::parquet;

/// Events of a small world, so that ids, callers, calls, resources and contexts often meet.
fn any_event() -> impl Strategy<Value = Value> {
    let who_and_when = (
        prop_oneof![
            Just(json!({})),
            (0..40).prop_map(|id| json!({ "eventID": format!("id-{id}") })),
            (0..20).prop_map(
                |id| json!({ "eventID": format!("copy-{id}"), "sharedEventID": format!("shared-{id}") })
            ),
        ],
        prop::sample::select(vec!["AwsApiCall", "AwsServiceEvent"]),
        (1..4_u32, 0..3_u32).prop_map(|(day, hour)| format!("2026-03-0{day}T0{hour}:00:00Z")),
        prop::sample::select(vec!["eu-west-1", "us-east-1"]),
        prop::sample::select(vec!["ann", "bob"]),
    );
    let what = (
        prop::sample::select(vec![
            ("s3", "GetObject"),
            ("s3", "CopyObject"),
            ("kms", "Decrypt"),
            ("lambda", "CreateFunction20150331"),
            ("sqs", "NoSuchCall"),
            ("sts", "AssumeRole"),
        ]),
        prop::sample::select(vec![
            json!({}),
            json!({ "errorCode": "Throttling" }),
            json!({ "errorCode": "AccessDenied", "errorMessage": "Access Denied" }),
            json!({ "errorCode": "AccessDenied", "errorMessage": "User: ann is not authorized to perform: iam:PassRole on \
                resource: arn:aws:iam::111122223333:role/r with an explicit deny in a service control policy" }),
        ]),
        prop::collection::vec((0..300_u32, 0..3_u32), 0..40),
        (0..80_u32, 0..3_u32),
    );
    let context = (
        (0..3_u8, 0..80_u8).prop_map(|(net, host)| format!("192.0.{net}.{host}")),
        prop::sample::select(vec![json!(null), json!("vpce-1"), json!("vpce-2")]),
        prop::sample::select(vec!["aws-cli/2.1", "Boto3/1.2", ""]),
        prop::sample::select(vec!["true", "false"]),
    );
    (who_and_when, what, context).prop_map(|((ids, kind, time, region, user), what, (ip, endpoint, agent, mfa))| {
        let ((service, name), error, resources, (key, role)) = what;
        let arn = |(bucket, key): (u32, u32)| json!({ "ARN": format!("arn:aws:s3:::b{bucket}/{key}") });
        let identity = json!({ "type": "IAMUser", "arn": format!("arn:aws:iam::111122223333:user/{user}"),
            "sessionContext": { "attributes": { "mfaAuthenticated": mfa } } });
        let mut event = event("", json!({
            "eventSource": format!("{service}.amazonaws.com"), "eventName": name, "eventType": kind, "eventTime": time,
            "awsRegion": region, "userIdentity": identity, "sourceIPAddress": ip, "vpcEndpointId": endpoint, "userAgent": agent,
            "resources": resources.into_iter().map(arn).collect::<Vec<_>>(),
            "requestParameters": {
                "bucketName": "b", "key": format!("k{key}"), "x-amz-copy-source": format!("c/k{key}"),
                "functionName": format!("f{key}"), "role": format!("arn:aws:iam::111122223333:role/r{role}"),
                "roleArn": format!("arn:aws:iam::111122223333:role/r{key}"), "externalId": format!("x{role}"),
                "encryptionContext": { "n": key.to_string() }
            }
        }));
        event["eventID"] = json!(null);
        for more in [ids, error] {
            event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        }
        event
    })
}

fn usage(events: &[Value]) -> Usage {
    run_one(delivered(events)).usage
}

fn merged(parts: impl IntoIterator<Item = Usage>) -> Usage {
    parts.into_iter().fold(Usage::default(), |mut whole, part| {
        whole.merge(part);
        whole
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn merging_is_commutative_and_associative(
        a in prop::collection::vec(any_event(), 0..12),
        b in prop::collection::vec(any_event(), 0..12),
        c in prop::collection::vec(any_event(), 0..12),
    ) {
        let (a, b, c) = (usage(&a), usage(&b), usage(&c));
        let left = merged([merged([a.clone(), b.clone()]), c.clone()]);
        let right = merged([a.clone(), merged([b.clone(), c.clone()])]);
        let turned = merged([c, b, a]);
        prop_assert_eq!(left.to_json(), right.to_json());
        prop_assert_eq!(left.to_json(), turned.to_json());
        prop_assert_eq!(left.records(), left.used() + left.skipped().total());
    }

    #[test]
    fn the_empty_usage_changes_nothing(events in prop::collection::vec(any_event(), 0..12)) {
        let usage = usage(&events);
        prop_assert_eq!(merged([usage.clone(), Usage::default()]), usage.clone());
        prop_assert_eq!(merged([Usage::default(), usage.clone()]), usage);
    }

    #[test]
    fn parts_merge_to_the_whole_in_any_order(
        events in prop::collection::vec(any_event(), 0..40).prop_shuffle(),
        cut in any::<prop::sample::Index>(),
    ) {
        let whole = usage(&events);
        let (left, right) = events.split_at(cut.index(events.len() + 1));
        prop_assert_eq!(body(&merged([usage(right), usage(left)])), body(&whole));
        let mut turned = events.clone();
        turned.reverse();
        prop_assert_eq!(body(&usage(&turned)), body(&whole));
    }

    #[test]
    fn merging_files_is_merging_usage(
        a in prop::collection::vec(any_event(), 0..12),
        b in prop::collection::vec(any_event(), 0..12),
    ) {
        let (a, b) = (usage(&a), usage(&b));
        let whole = merged([a.clone(), b.clone()]);
        // In both forms, and one in each.
        for forms in [[false, false], [false, true], [true, false], [true, true]] {
            let through_files = merged([&a, &b].into_iter().zip(forms).map(|(usage, is_table)| {
                let file = if is_table { parquet(usage) } else { usage.to_json().into_bytes() };
                let (read, problems) = Usage::from_bytes("u", file).unwrap();
                assert_eq!(problems, []);
                read
            }));
            prop_assert_eq!(&through_files, &whole);
        }
        prop_assert_eq!(parquet(&merged([a.clone(), b.clone()])), parquet(&merged([b, a])));
    }

    #[test]
    fn a_usage_in_pieces_is_the_same_put_together_in_any_order(
        events in prop::collection::vec(any_event(), 0..30),
        again in prop::collection::vec(any_event(), 0..5),
    ) {
        let whole = usage(&[events, again.clone(), again].concat());
        let by_principal = whole.clone().split_by(|principal, _, _| principal.clone());
        let by_use = whole.clone().split_by(|principal, key, _| (principal.clone(), key.clone()));
        let pieces = [
            [by_principal.0].into_iter().chain(by_principal.1.into_values()).collect::<Vec<_>>(),
            by_use.1.into_values().rev().chain([by_use.0]).collect(),
        ];
        for pieces in pieces {
            let mut sum = Usage::default();
            for piece in pieces {
                prop_assert_eq!(piece.records(), piece.used() + piece.skipped().total());
                let (read, problems) = Usage::from_json("piece", &piece.to_dense_json()).unwrap();
                prop_assert_eq!((&read, problems), (&piece, vec![]));
                sum.add(read);
            }
            prop_assert_eq!(sum.to_json(), whole.to_json());
        }
    }

    #[test]
    fn events_with_ids_count_once_however_often_they_are_merged(events in prop::collection::vec(any_event(), 0..12)) {
        let events: Vec<Value> = events.into_iter().filter(|event| !event["eventID"].is_null()).collect();
        let usage = usage(&events);
        let twice = merged([usage.clone(), usage.clone()]);
        prop_assert_eq!(twice.used(), usage.used());
        prop_assert_eq!(twice.rows(), usage.rows());
    }

    #[test]
    fn a_part_merged_again_changes_nothing_at_all(
        parts in prop::collection::vec(prop::collection::vec(any_event(), 0..6), 1..6),
        again in prop::collection::vec(any::<prop::sample::Index>(), 1..6),
    ) {
        // The tail makes every object another one.
        let parts: Vec<Usage> = parts
            .iter()
            .enumerate()
            .map(|(number, events)| run_one([delivered(events), vec![b' '; number]].concat()).usage)
            .collect();
        let whole = merged(parts.clone());
        let more = again.iter().map(|index| parts[index.index(parts.len())].clone());
        prop_assert_eq!(merged([whole.clone()].into_iter().chain(more.clone())).to_json(), whole.to_json());
        prop_assert_eq!(merged(more.chain([whole.clone()])).to_json(), whole.to_json());
        prop_assert_eq!(whole.records(), whole.used() + whole.skipped().total());
    }
}

#[test]
fn threads_and_order_do_not_show() {
    let events: Vec<Value> = (0..300)
        .map(|number| {
            event(&format!("id-{}", number % 211), json!({
                "eventName": (["SendMessage", "DeleteMessage", "ReceiveMessage"][number % 3]),
                "eventTime": format!("2026-03-{:02}T00:00:00Z", number % 27 + 1),
                "resources": [{ "ARN": format!("arn:aws:sqs:eu-west-1:111122223333:q{}", number * 7 % 131) }]
            }))
        })
        .collect();
    let mut objects: Vec<(String, Vec<u8>)> = events
        .chunks(5)
        .enumerate()
        .map(|(number, chunk)| (format!("{number}.json"), delivered(chunk)))
        .collect();
    objects.push(("broken.json".into(), b"{".to_vec()));
    objects.push(("empty.json".into(), vec![]));
    let run = |threads: usize, objects: Vec<(String, Vec<u8>)>| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            analyze(objects, &Options::default(), Catalog::embedded(), &|_| ControlFlow::Continue(()))
        })
    };
    let expected = run(1, objects.clone());
    for threads in [1, 2, 7] {
        objects.rotate_left(7 * threads);
        objects.swap(3, 40);
        let found = run(threads, objects.clone());
        assert_eq!(found.usage.to_json(), expected.usage.to_json(), "{threads} threads");
        assert_eq!(found.problems, expected.problems, "{threads} threads");
    }
}
