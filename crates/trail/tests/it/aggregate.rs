//! Usage counted elsewhere: what the query asks, and what comes back. That engines count the same is held by `xtask/engines`.

use catalog::Catalog;
use serde_json::{Value, json};
use trail::aggregate::{Dialect, Query, from_aggregate};
use trail::{Outcome, Problem, Skip, Usage};

use crate::logs::ROLE;

const QUEUE: &str = "arn:aws:sqs:eu-west-1:111122223333:jobs";

fn row(changes: Value) -> Value {
    let mut row = json!({
        "skipped": null, "principal": ROLE, "event_source": "sqs.amazonaws.com", "event_name": "SendMessage", "outcome": "ok",
        "via": null, "conditions": "", "region": "eu-west-1", "account": "111122223333", "error_code": null, "message": null,
        "request": null, "resources": format!("[\"{QUEUE}\"]"), "is_rest": "no",
        "first_seen": "2026-03-01T10:00:00Z", "last_seen": "2026-03-02T10:00:00Z", "records": 3, "events": 2
    });
    for (name, value) in changes.as_object().unwrap() {
        row[name] = value.clone();
    }
    row
}

fn read(text: &str) -> Result<(Usage, Vec<Problem>), Problem> {
    let read = from_aggregate("result", text.as_bytes(), Catalog::embedded());
    if let Ok((usage, _)) = &read {
        assert_eq!(usage.records(), usage.used() + usage.skipped().total(), "in = used + skipped");
    }
    read
}

fn usage(rows: &[Value]) -> Usage {
    let text = rows.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let (usage, problems) = read(&text).unwrap();
    assert_eq!(problems, [], "{text}");
    usage
}

fn csv(rows: &[Value]) -> String {
    let names: Vec<String> = rows[0].as_object().unwrap().keys().cloned().collect();
    let cell = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => format!("\"{}\"", text.replace('"', "\"\"")),
        other => format!("\"{other}\""),
    };
    let line = |row: &Value| names.iter().map(|name| cell(&row[name])).collect::<Vec<_>>().join(",");
    let lines: Vec<String> = rows.iter().map(line).collect();
    format!("{}\n{}\n", names.join(",").to_uppercase(), lines.join("\n"))
}

#[test]
fn rows_are_uses_and_the_books_are_those_of_the_logs() {
    let rows = [
        row(json!({})),
        row(
            json!({ "region": "eu-central-1", "records": 1, "events": 1, "last_seen": "2026-03-05T00:00:00Z" }),
        ),
        row(json!({ "outcome": "denied", "error_code": "AccessDenied", "records": "4", "events": "4.0" })),
        row(json!({ "skipped": "AwsServiceEvent", "principal": null, "records": 7, "events": 0 })),
    ];
    let usage = usage(&rows);
    assert_eq!((usage.records(), usage.used(), usage.files().read), (15, 7, 0));
    assert_eq!(
        usage.skipped().iter().collect::<Vec<_>>(),
        [(Skip::AwsServiceEvent, 7), (Skip::Duplicate, 1)]
    );
    let counts: Vec<_> = usage.rows().iter().map(|row| (row.outcome, row.count)).collect();
    assert_eq!(counts, [(Outcome::Ok, 3), (Outcome::Denied, 4)]);
    let actions = usage.by_action();
    assert_eq!(
        (actions[0].action, actions[0].last.unwrap().to_string()),
        ("sqs:SendMessage", "2026-03-05T00:00:00Z".to_owned())
    );
    assert_eq!(actions[0].resources.arns().collect::<Vec<_>>(), [QUEUE]);
    let (_, use_) = actions[0].uses[0];
    assert_eq!(
        use_.regions.iter().map(|region| &**region).collect::<Vec<_>>(),
        ["eu-central-1", "eu-west-1"]
    );
    assert!(use_.ids.is_empty() && use_.evidence.is_empty(), "a result has no event ids");
}

#[test]
fn csv_and_json_lines_are_the_same() {
    let rows = [row(json!({})), row(json!({ "outcome": "error", "error_code": "a, \"b\"" }))];
    let (from_csv, problems) = read(&csv(&rows)).unwrap();
    assert_eq!(problems, []);
    assert_eq!(from_csv.to_json(), usage(&rows).to_json());
}

#[test]
fn usage_from_a_result_survives_its_file() {
    let usage = usage(&[row(json!({}))]);
    let (again, problems) = Usage::from_json("u", usage.to_json().as_bytes()).unwrap();
    assert_eq!((again, problems), (usage, vec![]));
}

#[test]
fn conditions_of_s3_decide_the_action() {
    let of = |name: &str, conditions: &str| {
        let changes = json!({ "event_source": "s3.amazonaws.com", "event_name": name, "conditions": conditions, "resources": null });
        let usage = usage(&[row(changes)]);
        usage.by_action().iter().map(|action| action.action.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of("GetObject", ""), ["s3:GetObject"]);
    assert_eq!(of("GetObject", "versionId "), ["s3:GetObjectVersion"]);
    assert_eq!(of("CopyObject", "x-amz-copy-source?versionId "), ["s3:GetObjectVersion", "s3:PutObject"]);
    assert_eq!(of("PutObject", "x-amz-acl x-amz-grant-* "), ["s3:PutObject", "s3:PutObjectAcl"]);
}

#[test]
fn resources_that_are_not_told_are_owned_up_to() {
    let truncated = |changes: Value| {
        let usage = usage(&[row(changes)]);
        usage.by_action()[0].resources.is_truncated()
    };
    assert!(!truncated(json!({})), "the list names the queue");
    assert!(truncated(json!({ "resources": null })), "the request is unknown");
    assert!(truncated(json!({ "is_rest": "yes", "resources": null })));
    assert!(!truncated(json!({ "resources": null, "request": "null" })), "the request is known to be empty");
    let named = json!({ "resources": null, "request": "{\"queueUrl\":\"https://sqs.eu-west-1.amazonaws.com/111122223333/mail\"}" });
    let usage = usage(&[row(named)]);
    let arns: Vec<String> = usage.by_action()[0].resources.arns().collect();
    assert_eq!(arns, ["arn:aws:sqs:eu-west-1:111122223333:mail"]);
    // A call on the catalogue and a database: which database, only the request says.
    let glue = json!({ "event_source": "glue.amazonaws.com", "event_name": "GetTable", "resources": null });
    assert!(truncated(glue));
}

#[test]
fn messages_tell_why_calls_were_denied() {
    let message = "User: arn:aws:sts::111122223333:assumed-role/web/s is not authorized to perform: sqs:SendMessage on resource: \
                   arn:aws:sqs:eu-west-1:111122223333:jobs because no identity-based policy allows the sqs:SendMessage action";
    let usage =
        usage(&[row(json!({ "outcome": "denied", "error_code": "AccessDenied", "message": message }))]);
    let (_, use_) = usage.by_action()[0].uses[0];
    let denial = use_.denials.iter().next().unwrap();
    assert_eq!(denial.action.as_deref(), Some("sqs:SendMessage"));
}

#[test]
fn rows_that_are_none_cost_themselves() {
    for (odd, expected) in [
        (row(json!({ "principal": null })), "`principal` is missing"),
        (row(json!({ "outcome": "fine" })), "`fine` is not an outcome"),
        (row(json!({ "events": 4 })), "4 events of 3 records"),
        (row(json!({ "records": -1 })), "`records` is `-1`, which is no count"),
        (row(json!({ "records": null })), "`records` is missing"),
        (row(json!({ "resources": "arn" })), "`resources` is not a JSON list of texts"),
        (row(json!({ "skipped": "no-idea" })), "`no-idea` is not a reason to skip"),
    ] {
        let (usage, problems) = read(&format!("{odd}\n{}\n", row(json!({})))).unwrap();
        assert_eq!((usage.records(), usage.used()), (3, 2), "{odd}");
        assert_eq!(problems[0].to_string(), format!("`result`: row 1 was left out: {expected}"));
    }
}

#[test]
fn what_is_no_result_is_refused() {
    for (text, expected) in [("", "is empty"), ("a,b\n1,2\n", "lacks the columns `skipped`, `principal`")] {
        let problem = read(text).unwrap_err();
        assert!(problem.message.contains(expected), "{problem}");
        assert!(problem.help.is_some());
    }
}

#[test]
fn every_dialect_reads_the_table_once_and_has_all_columns() {
    for dialect in Dialect::ALL {
        assert_eq!(Dialect::from_name(dialect.name()), Some(dialect));
        for with_requests in [false, true] {
            let query = Query { dialect, table: "db.the_table", with_requests, has_identity_provider: false };
            let text = query.text();
            assert_eq!(text.matches("db.the_table").count(), 1);
            assert!(!text.contains("identityprovider") && !text.contains('\\'), "{text}");
            assert_eq!(text.matches('(').count(), text.matches(')').count());
            let with_provider = Query { has_identity_provider: true, ..query }.text();
            assert!(with_provider.contains("useridentity.identityprovider"));
            let columns: Vec<String> = row(json!({})).as_object().unwrap().keys().cloned().collect();
            let result = text.rsplit_once("\nSELECT ").unwrap().1;
            for column in columns {
                assert!(result.contains(&column), "{column} in {result}");
            }
        }
    }
}
