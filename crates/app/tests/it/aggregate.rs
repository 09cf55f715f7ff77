//! Usage counted by an SQL engine, from the command line.

use crate::run::leastwise;

const RESULT: &str = r#"{"skipped":null,"principal":"arn:aws:iam::111122223333:role/app/web","event_source":"sqs.amazonaws.com","event_name":"SendMessage","outcome":"ok","conditions":"","region":"eu-west-1","account":"111122223333","resources":"[\"arn:aws:sqs:eu-west-1:111122223333:jobs\"]","is_rest":"no","first_seen":"2026-03-01T10:00:00Z","last_seen":"2026-03-02T10:00:00Z","records":3,"events":2}
{"skipped":"AwsServiceEvent","records":4,"events":0}
"#;

#[test]
fn what_an_engine_counted_becomes_usage_and_a_policy() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (result, usage) = (path("result.jsonl"), path("usage.json"));
    std::fs::write(&result, RESULT).unwrap();
    let ran = leastwise(&["analyze", "--from-aggregate", &result, "-o", &usage]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.out.contains("7 records in 0 files: 2 used, 5 skipped (4 AwsServiceEvent, 1 duplicate)"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("there are no event ids"), "what the result lacks is said: {}", ran.out);
    let policies = leastwise(&["generate", "--usage", &usage, "--format", "json"]).json();
    let statement = &policies["principals"][0]["policies"][0]["document"]["Statement"][0];
    assert_eq!(statement["Action"], "sqs:SendMessage");
    assert_eq!(statement["Resource"], "arn:aws:sqs:eu-west-1:111122223333:jobs");
}

#[test]
fn a_result_that_is_none_and_logs_beside_one_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let result = folder.path().join("result.csv").display().to_string();
    std::fs::write(&result, "a,b\n1,2\n").unwrap();
    let ran = leastwise(&["analyze", "--from-aggregate", &result]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("lacks the columns") && ran.err.contains("leastwise usage sql"), "{}", ran.err);
    let ran = leastwise(&["analyze", "examples/cloudtrail", "--from-aggregate", &result]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
}

#[test]
fn the_query_is_printed_for_a_table_only() {
    let ran = leastwise(&["usage", "sql", "--dialect", "athena", "--table", "logs.trail"]);
    assert_eq!((ran.out.matches("FROM logs.trail\n").count(), ran.code), (1, Some(0)), "{ran:?}");
    let ran = leastwise(&["usage", "sql", "--dialect", "athena", "--table", "logs; DROP TABLE x"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("is not the name of a table"), "{}", ran.err);
}
