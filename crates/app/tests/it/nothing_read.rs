//! Logs of which nothing could be understood are a fault of the input; logs without calls are not.

use std::path::Path;

use serde_json::{Value, json};

use crate::mcp::Client;
use crate::run::{Ran, command, leastwise};
use crate::trail_logs::{call, write};

const POLICY: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}"#;

/// A folder with a policy and a log of this text.
fn folder(log: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("logs")).unwrap();
    std::fs::write(folder.path().join("logs/a.json"), log).unwrap();
    std::fs::write(folder.path().join("p.json"), POLICY).unwrap();
    folder
}

/// What the commands say that take logs for what was used.
fn all(folder: &Path) -> Vec<Ran> {
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (logs, policy, out) = (path("logs"), path("p.json"), path("out"));
    let commands: [&[&str]; 6] = [
        &["generate", "--trail", &logs],
        &["generate", "--trail", &logs, "--start", "2026-01-01"],
        &["generate", "--trail", &logs, "--form", "trust"],
        &["generate", "--trail", &logs, "--as", "json"],
        &["tighten", &policy, "--usage", &logs],
        &["report", "--before", &policy, "--after", &policy, "--usage", &logs, "--out", &out],
    ];
    commands.into_iter().map(leastwise).collect()
}

#[test]
fn what_could_not_be_understood_is_no_use_and_no_lack_of_use() {
    for (log, reason) in [
        (r#"{"Records":[{"a":1},5]}"#, "2 not-cloudtrail"),
        (
            "{\"eventVersion\":\"1.08\",\"eventSource\":\"sqs.amazonaws.com\"}\nnonsense\n",
            "1 no-event-type, 1 unreadable",
        ),
        (r#"{"Records":[{"eventVersion":"1.08","eventType":"AwsApiCall"#, "1 unreadable"),
        ("xx", "neither JSON"),
        ("", "the file is empty"),
    ] {
        let folder = folder(log);
        for ran in all(folder.path()) {
            assert_eq!(
                (ran.code, ran.out.as_str(), ran.err.lines().count()),
                (Some(2), "", 1),
                "{log} {ran:?}"
            );
            assert!(ran.err.contains("logs") && ran.err.contains(reason), "{log} {ran:?}");
        }
        assert!(!folder.path().join("out").exists());
    }
}

/// The same over MCP, word for word.
#[test]
fn every_surface_refuses_it() {
    let folder = folder("{\"eventVersion\":\"1.08\",\"eventSource\":\"sqs.amazonaws.com\"}\nnonsense\n");
    let logs = folder.path().join("logs");
    let logs = logs.to_str().unwrap();
    let said = leastwise(&["generate", "--trail", logs]).err;
    let mut server = command(&["mcp"]);
    server.current_dir(folder.path());
    let answer = Client::of(server).call("generate_policies", &json!({ "trail": [logs] }));
    assert_eq!(answer["isError"], true, "{answer}");
    let told = answer["content"][0]["text"].as_str().unwrap();
    let first = said.trim().strip_prefix("error: ").unwrap().split(';').next().unwrap().to_owned();
    assert!(told.contains(&first), "{told} {said}");
}

#[test]
fn logs_without_calls_are_sound_and_that_is_said() {
    let folder = folder("");
    let by_itself: Value = json!({ "eventType": "AwsServiceEvent", "eventName": "RotateKey" });
    write(&folder.path().join("logs/a.json"), &[call("1", "kms", "RotateKey", &by_itself)]);
    let logs = folder.path().join("logs");
    let logs = logs.to_str().unwrap();
    let ran = leastwise(&["generate", "--trail", logs]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.starts_with("# no policy: no call of anyone is among the records\n"), "{ran:?}");
    let ran = leastwise(&["generate", "--trail", logs, "--format", "json"]);
    assert_eq!((ran.code, &ran.json()["principals"], &ran.json()["used"]), (Some(0), &json!([]), &json!(0)));

    // Nothing could be told from them of what a policy needs, or of what a change of policies does.
    let refused = all(folder.path());
    let said: Vec<_> = refused.iter().map(|ran| (ran.code, ran.err.as_str())).collect();
    assert!(said[4].0 == Some(2) && said[4].1.contains("the usage has no principal"), "{said:?}");
    assert!(said[5].0 == Some(2) && said[5].1.contains("the usage holds no call"), "{said:?}");

    // Calls there are, but no role was taken; and the calls of another time.
    write(&folder.path().join("logs/a.json"), &[call("1", "sqs", "SendMessage", &json!({}))]);
    let ran = leastwise(&["generate", "--trail", logs, "--form", "trust"]);
    assert!(
        ran.code == Some(0) && ran.out.starts_with("# no policy: no session of a role was asked for\n"),
        "{ran:?}"
    );
    let ran = leastwise(&["generate", "--trail", logs, "--start", "2026-12-01"]);
    assert!(ran.code == Some(0) && ran.out.contains("no call of anyone"), "{ran:?}");
}
