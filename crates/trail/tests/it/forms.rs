//! Every form in which records come.

use serde_json::{Value, json};
use trail::{Limits, Options};

use crate::logs::{ROLE, body, books, delivered, event, gzip, problems, run, run_one, run_with};

fn two() -> Vec<Value> {
    vec![event("1", json!({})), event("2", json!({ "eventName": "ReceiveMessage" }))]
}

#[test]
fn every_wrapping_holds_the_same_two_records() {
    let events = two();
    let texts: Vec<String> = events.iter().map(ToString::to_string).collect();
    let bridge = |event: &Value| {
        json!({ "version": "0", "id": "x", "detail-type": "AWS API Call via CloudTrail", "source": "aws.sqs",
                "account": "111122223333", "resources": [], "detail": event })
    };
    let message = |text: &str| json!({ "id": "1", "timestamp": 1, "message": text });
    let forms: Vec<(&str, Vec<u8>)> = vec![
        ("delivered", delivered(&events)),
        ("gzip", gzip(&delivered(&events))),
        ("pretty", serde_json::to_vec_pretty(&json!({ "Records": events })).unwrap()),
        ("byte order mark", [b"\xEF\xBB\xBF".as_slice(), &delivered(&events)].concat()),
        ("bare list", Value::from(events.clone()).to_string().into()),
        ("a record a line", format!("{}\r\n{}\n", texts[0], texts[1]).into()),
        ("one after the other", format!("{}{}", texts[0], texts[1]).into()),
        ("two deliveries in one file", [delivered(&events[..1]), delivered(&events[1..])].concat()),
        ("two gzip members", [gzip(&delivered(&events[..1])), gzip(&delivered(&events[1..]))].concat()),
        ("gzip padded with zeros", [gzip(&delivered(&events)), vec![0; 512]].concat()),
        ("a list of strings", json!(texts).to_string().into()),
        (
            "LookupEvents",
            json!({ "Events": [
                { "EventId": "1", "EventName": "SendMessage", "Resources": [], "CloudTrailEvent": texts[0] },
                { "EventId": "2", "EventName": "ReceiveMessage", "CloudTrailEvent": texts[1] }
            ], "NextToken": "t" })
            .to_string()
            .into(),
        ),
        ("EventBridge", format!("{}\n{}", bridge(&events[0]), bridge(&events[1])).into()),
        (
            "subscription of CloudWatch Logs",
            json!({ "messageType": "DATA_MESSAGE", "logGroup": "g", "logEvents": [message(&texts[0]), message(&texts[1])] })
                .to_string()
                .into(),
        ),
        (
            "EventBridge in answers of CloudWatch Logs",
            json!({ "events": [message(&bridge(&events[0]).to_string()), message(&bridge(&events[1]).to_string())] })
                .to_string()
                .into(),
        ),
        (
            "export of CloudWatch Logs",
            format!("2026-03-01T10:00:00.000Z {}\n2026-03-01T10:00:01.000Z {}\n", texts[0], texts[1]).into(),
        ),
        ("UTF-16", {
            let text = String::from_utf8(delivered(&events)).unwrap();
            [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
        }),
    ];
    let expected = body(&run_one(delivered(&events)).usage);
    for (form, bytes) in forms {
        let analysis = run_one(bytes);
        assert_eq!(books(&analysis), (2, 2, vec![]), "{form}");
        assert_eq!(problems(&analysis), [""; 0], "{form}");
        assert_eq!(body(&analysis.usage), expected, "{form}");
    }
}

#[test]
fn a_stream_reads_what_one_call_reads() {
    // Two members force the stream; the records lie across several of its steps.
    let events: Vec<Value> = (0..4000).map(|id| event(&id.to_string(), json!({}))).collect();
    let halves = [gzip(&delivered(&events[..2000])), gzip(&delivered(&events[2000..]))].concat();
    let streamed = run_one(halves);
    assert_eq!(books(&streamed), (4000, 4000, vec![]));
    assert_eq!(body(&streamed.usage), body(&run_one(gzip(&delivered(&events))).usage));
}

#[test]
fn digests_and_other_json_are_skipped_by_what_they_hold() {
    let digest = json!({ "awsAccountId": "111122223333", "digestStartTime": "2026-03-01T10:00:00Z",
                         "digestS3Bucket": "logs", "logFiles": [{ "s3Bucket": "logs" }] });
    let notification = json!({ "Records": [{ "eventVersion": "2.1", "eventSource": "aws:s3", "eventName": "ObjectCreated:Put" }] });
    for (text, reason) in [
        (digest.to_string(), "digest"),
        (json!({ "name": "package", "version": "1" }).to_string(), "not-cloudtrail"),
        (json!({ "logEvents": [{ "message": "a line of an application" }] }).to_string(), "not-cloudtrail"),
        (notification.to_string(), "no-event-type"),
    ] {
        assert_eq!(books(&run_one(text.clone())), (1, 0, vec![(reason, 1)]), "{text}");
    }
}

#[test]
fn records_that_are_no_api_calls_are_skipped_by_event_type() {
    let types = [
        "AwsServiceEvent",
        "AwsConsoleSignIn",
        "AwsConsoleAction",
        "AwsVpceEvent",
        "AwsCloudTrailInsight",
        "AwsSomethingNew",
    ];
    let mut events: Vec<Value> = types.iter().map(|name| event(name, json!({ "eventType": name }))).collect();
    events.push(event("untyped", json!({ "eventType": null })));
    // Event types came with version 1.02.
    events.push(event("old", json!({ "eventType": null, "eventVersion": "1.01" })));
    let expected =
        ["AwsServiceEvent", "AwsConsoleSignIn", "AwsConsoleAction", "AwsVpceEvent", "AwsCloudTrailInsight"];
    let expected = expected.into_iter().chain(["other-event-type", "no-event-type"]).map(|name| (name, 1));
    assert_eq!(books(&run_one(delivered(&events))), (8, 1, expected.collect()));
}

#[test]
fn odd_fields_cost_nothing_but_themselves() {
    let odd = [
        json!({ "resources": null }),
        json!({ "resources": "none" }),
        json!({ "resources": { "ARN": "arn:aws:s3:::b" } }),
        json!({ "resources": [null, 7, "x", [], { "ARN": 5 }, { "ARN": "not an ARN" }] }),
        json!({ "requestParameters": "text" }),
        json!({ "eventName": " SendMessage  " }),
        json!({ "eventTime": 1_772_359_200 }),
        json!({ "eventTime": "yesterday" }),
        json!({ "awsRegion": ["eu-west-1"] }),
        json!({ "errorCode": {} }),
        json!({ "recipientAccountId": 111_122_223_333_u64 }),
        json!({ "sourceIPAddress": -1.5, "eventVersion": true }),
    ];
    let events: Vec<Value> =
        odd.into_iter().enumerate().map(|(id, changes)| event(&id.to_string(), changes)).collect();
    let analysis = run_one(delivered(&events));
    assert_eq!(books(&analysis), (12, 12, vec![]));
    assert_eq!(problems(&analysis), [""; 0]);
    let rows = analysis.usage.rows();
    assert_eq!(rows.len(), 1, "all are the same call by the same role: {rows:?}");
    assert_eq!((rows[0].principal, rows[0].event_name, rows[0].count), (ROLE, "SendMessage", 12));
}

#[test]
fn explicit_nulls_are_missing_fields() {
    let text = event("1", json!({}))
        .to_string()
        .replace(r#""resources":[{"ARN":"#, r#""resources":null,"was":[{"ARN":"#);
    let analysis = run_one(text);
    assert_eq!(books(&analysis), (1, 1, vec![]));
    assert_eq!(analysis.usage.by_action()[0].resources.arns().count(), 0);
}

#[test]
fn of_repeated_keys_the_last_counts() {
    let text =
        event("1", json!({})).to_string().replacen('{', r#"{"eventName":"DeleteQueue","eventName":7,"#, 1);
    let analysis = run_one(text);
    assert_eq!(analysis.usage.rows()[0].event_name, "SendMessage");
}

#[test]
fn an_arn_prefix_stands_for_all_that_begin_so() {
    let resources = json!([{ "ARNPrefix": "arn:aws:s3:::b/in/" }, { "ARN": "arn:aws:s3:::b" }]);
    // Objects are deleted, but it is the bucket that is listed.
    for (name, expected) in [("DeleteObjects", "arn:aws:s3:::b/in/*"), ("ListObjects", "arn:aws:s3:::b")] {
        let changes = json!({ "eventSource": "s3.amazonaws.com", "eventName": name, "resources": resources });
        let analysis = run_one(delivered(&[event("1", changes)]));
        let arns: Vec<String> = analysis.usage.by_action()[0].resources.arns().collect();
        assert_eq!(arns, [expected]);
    }
}

#[test]
fn a_bomb_is_read_up_to_the_limit() {
    let events: Vec<Value> = (0..50).map(|id| event(&id.to_string(), json!({}))).collect();
    let text = delivered(&events);
    let limits = Limits { decompressed: text.len() as u64 / 2 + 100, ..Limits::default() };
    let analysis = run_with(&[("bomb.json.gz", gzip(&text))], &Options { limits, ..Options::default() });
    let (records, used, skipped) = books(&analysis);
    assert!((20..30).contains(&used), "about half was read: {used}");
    assert_eq!((records, skipped), (used + 1, vec![("unreadable", 1)]));
    assert!(problems(&analysis)[0].ends_with("inflates to more than the limit, the rest was not read"));
}

#[test]
fn a_bomb_of_tiny_records_is_read_up_to_the_limit() {
    let tiny = format!("[{}]", vec!["{}"; 1_000].join(","));
    let limits = Limits { items: 100, ..Limits::default() };
    let analysis = run_with(&[("bomb.json", tiny.into_bytes())], &Options { limits, ..Options::default() });
    let (records, used, _) = books(&analysis);
    assert_eq!((records, used), (100, 0));
    assert!(problems(&analysis)[0].ends_with("too many records, the rest was not read"));
}

#[test]
fn a_record_over_the_limit_costs_itself() {
    let long = event("2", json!({ "userAgent": "x".repeat(10_000) }));
    let text = delivered(&[event("1", json!({})), long, event("3", json!({}))]);
    let limits = Limits { record: 4_000, ..Limits::default() };
    let analysis = run_with(&[("long.json", text)], &Options { limits, ..Options::default() });
    assert_eq!(books(&analysis), (3, 2, vec![("unreadable", 1)]));
    assert!(problems(&analysis)[0].ends_with("a record longer than the limit"));
}

#[test]
fn what_is_no_log_is_one_problem() {
    for (bytes, expected) in [
        (b"".to_vec(), "`x`, byte 0 of the text: the file is empty"),
        (b" \n".to_vec(), "`x`, byte 2 of the text: the file is empty"),
        (b"\x89PNG\r\n".to_vec(), "`x`, byte 0 of the text: neither JSON nor gzip"),
        (b"# notes".to_vec(), "`x`, byte 0 of the text: neither JSON nor gzip"),
    ] {
        let analysis = run(&[("x", bytes)]);
        assert_eq!(books(&analysis), (0, 0, vec![]));
        assert_eq!(problems(&analysis), [expected]);
        assert_eq!((analysis.usage.files().read, analysis.usage.files().broken), (1, 1));
    }
}
