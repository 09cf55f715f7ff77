//! The usage file.

use serde_json::{Value, json};
use trail::Usage;

use crate::logs::{delivered, event, run_one};

fn sample() -> Usage {
    let events = [
        event("1", json!({})),
        event("1", json!({})),
        event("2", json!({ "errorCode": "AccessDenied" })),
        event("3", json!({ "eventType": "AwsServiceEvent" })),
        event("4", json!({ "eventSource": "dynamodb.amazonaws.com", "eventName": "ExecuteStatement" })),
        event("5", json!({ "eventSource": "sts.amazonaws.com", "eventName": "GetCallerIdentity" })),
        event("6", json!({ "eventName": "NoSuchCall", "eventID": null })),
        event(
            "7",
            json!({ "userIdentity": { "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ann",
                                             "invokedBy": "athena.amazonaws.com" } }),
        ),
    ];
    run_one(delivered(&events)).usage
}

fn read(file: &Value) -> Result<(Usage, Vec<String>), String> {
    let read = Usage::from_json("u.json", file.to_string().as_bytes());
    read.map(|(usage, problems)| (usage, problems.iter().map(ToString::to_string).collect()))
        .map_err(|problem| problem.to_string())
}

fn json_of(usage: &Usage) -> Value {
    serde_json::from_str(&usage.to_json()).unwrap()
}

#[test]
fn what_was_written_is_read_back() {
    let usage = sample();
    assert_eq!(read(&json_of(&usage)), Ok((usage, vec![])));
    assert_eq!(read(&json_of(&Usage::default())), Ok((Usage::default(), vec![])));
}

#[test]
fn the_file_says_what_it_is_and_adds_up() {
    let file = json_of(&sample());
    assert_eq!(file["format"], "leastwise-usage/2");
    assert_eq!((&file["in"], &file["used"]), (&json!(8), &json!(6)));
    assert_eq!(file["skipped"], json!({ "AwsServiceEvent": 1, "duplicate": 1 }));
    let use_ = &file["principals"][0]["uses"][3];
    assert_eq!(use_["eventName"], "SendMessage");
    assert_eq!(
        (&use_["outcome"], &use_["count"], &use_["actions"]),
        (&json!("denied"), &json!(1), &json!(["sqs:SendMessage"]))
    );
}

/// The number of an event is part of the format: files of different versions must agree on it.
#[test]
fn event_numbers_are_fixed() {
    // Worked out apart from this code, from the published constants of FNV-1a and MurmurHash3.
    assert_eq!(trail::usage::event_id("111122223333", "2026-03-01", "1"), EVENT_NUMBER);
}

const EVENT_NUMBER: u64 = 0x19da_a450_9161_b6fb;

#[test]
fn unknown_members_are_passed_over() {
    let usage = sample();
    let mut file = json_of(&usage);
    file["written-by"] = json!({ "name": "a later version" });
    file["principals"][0]["uses"][0]["new"] = json!([1, 2]);
    assert_eq!(read(&file), Ok((usage, vec![])));
}

#[test]
fn another_major_version_is_refused_in_one_line() {
    let mut file = json_of(&sample());
    file["format"] = json!("leastwise-usage/3");
    assert_eq!(
        read(&file),
        Err("`u.json`: usage format `leastwise-usage/3` is not `leastwise-usage/2`".into())
    );
    for text in ["{}", r#"{"Records":[]}"#] {
        let file: Value = serde_json::from_str(text).unwrap();
        assert_eq!(read(&file), Err("`u.json`: not a usage file".into()));
    }
    assert!(Usage::from_json("u.json", b"{\"format\":").is_err());
}

/// As version 0.1 wrote it: resources are a plain list, and there is neither context nor reason.
#[test]
fn the_first_version_is_read_still() {
    let file = json!({
        "format": "leastwise-usage/1", "in": 2, "used": 2, "skipped": {}, "files": { "read": 1, "broken": 0 },
        "principals": [{ "principal": "arn:aws:iam::111122223333:user/ann", "uses": [{
            "eventSource": "s3.amazonaws.com", "eventName": "GetObject", "outcome": "ok", "count": 2,
            "actions": ["s3:GetObject"], "first": "2026-03-01T10:00:00Z", "last": "2026-03-01T10:00:00Z",
            "regions": { "values": ["eu-west-1"] }, "accounts": { "values": ["111122223333"] },
            "resources": { "arns": ["arn:aws:s3:::b/k", "arn:aws:s3:::b/l"], "crowded": ["arn:aws:s3:::b/"] },
            "evidence": { "values": ["1"] }, "seen": "00000000000000010000000000000002"
        }] }]
    });
    let (usage, problems) = read(&file).unwrap();
    assert_eq!((usage.used(), problems), (2, vec![]));
    let by_action = usage.by_action();
    let known: Vec<_> = by_action[0].resources.entries().collect();
    let listed = trail::usage::Known::LISTED;
    assert_eq!(known, [("arn:aws:s3:::b/k".to_owned(), listed), ("arn:aws:s3:::b/l".to_owned(), listed)]);
    assert_eq!(by_action[0].resources.crowded_stems().collect::<Vec<_>>(), ["arn:aws:s3:::b/"]);
    let rewritten = json_of(&usage);
    assert_eq!(rewritten["format"], "leastwise-usage/2");
    assert_eq!(read(&rewritten), Ok((usage, vec![])));
}

#[test]
fn what_cannot_be_taken_is_said_and_the_books_still_add_up() {
    let usage = sample();
    let changes: [(&str, Value); 5] = [
        ("outcome", json!("maybe")),
        ("actions", json!(null)),
        ("seen", json!("xyz")),
        ("first", json!("today")),
        ("count", json!(0)),
    ];
    for (member, value) in changes {
        let mut file = json_of(&usage);
        file["principals"][0]["uses"][3][member] = value;
        let (read, problems) = read(&file).unwrap();
        assert_eq!(problems.len(), 1, "{member}");
        assert_eq!(read.records(), read.used() + read.skipped().total(), "{member}");
        assert_eq!(read.used(), usage.used() - 1, "{member}");
    }
    let mut file = json_of(&usage);
    file["in"] = json!(1);
    let (usage, problems) = read(&file).unwrap();
    assert_eq!((usage.records(), problems.len()), (7, 1));
}

#[test]
fn files_cut_anywhere_are_refused() {
    let text = sample().to_json();
    let text = text.trim_end();
    for cut in (0..text.len()).step_by(7) {
        assert!(Usage::from_json("u.json", &text.as_bytes()[..cut]).is_err(), "cut at {cut}");
    }
}
