//! Files that are sent to `leastwise serve`: read as jobs, followed, kept once, and refused where they are no good.

use std::io::{BufRead, BufReader, Read, Write};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::rest_client::{Reply, Rest};
use crate::run::{leastwise, workspace};

const DAY: &str = "examples/cloudtrail/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11";
pub(crate) const LOGS: [&str; 2] = [
    "20/111122223333_CloudTrail_eu-west-1_20261120T0810Z_aaaaaaaaaaaaaaaa.json",
    "21/111122223333_CloudTrail_eu-west-1_20261121T1210Z_bbbbbbbbbbbbbbbb.json.gz",
];

/// The bytes of one of the examples.
pub(crate) fn log(name: &str) -> Vec<u8> {
    std::fs::read(workspace().join(DAY).join(name)).unwrap()
}

pub(crate) fn upload(rest: &Rest, query: &str, bytes: &[u8]) -> Reply {
    let path = format!("/api/v1/uploads?{query}");
    rest.send("POST", &path, bytes, &[("content-type", "application/octet-stream")])
}

/// Sends a file and waits for its end: the last event with what it holds.
pub(crate) fn sent(rest: &Rest, query: &str, bytes: &[u8]) -> (String, Value) {
    let accepted = upload(rest, query, bytes);
    assert_eq!(accepted.status, 202, "{accepted:?}");
    let job = accepted.json()["job"].as_str().unwrap().to_owned();
    let last = followed(rest, &job).pop().unwrap();
    let told = rest.get(&format!("/api/v1/jobs/{job}")).json();
    assert_eq!((&told["job"], &told["state"]), (&json!(job), &json!(last.0)), "{told}");
    last
}

/// All events of a job until its end.
fn followed(rest: &Rest, job: &str) -> Vec<(String, Value)> {
    let mut stream = rest.open(&format!("/api/v1/jobs/{job}/events"), &[]);
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    let lines = BufReader::new(stream.body_mut().as_reader()).lines().map(Result::unwrap);
    let (mut events, mut name) = (Vec::new(), String::new());
    for line in lines {
        if let Some(event) = line.strip_prefix("event: ") {
            event.clone_into(&mut name);
        } else if let Some(data) = line.strip_prefix("data: ") {
            events.push((name.clone(), serde_json::from_str(data).unwrap()));
        }
    }
    events
}

#[test]
fn logs_that_are_sent_come_to_the_usage_of_the_same_files() {
    let rest = Rest::start(&[]);
    for name in LOGS {
        let (end, told) = sent(&rest, &format!("name={}", name.split('/').next_back().unwrap()), &log(name));
        assert_eq!((end.as_str(), &told["run"]["files"]), ("done", &json!(1)), "{told}");
        assert!(told["run"]["in"].as_u64().unwrap() > 0, "{told}");
    }
    let by_command = |by: &str| {
        leastwise(&["usage", "show", "examples/cloudtrail", "--by", by, "--format", "json"]).json()
    };
    for by in ["event", "action", "principal", "service", "resource"] {
        assert_eq!(rest.get(&format!("/api/v1/usage?by={by}")).json(), by_command(by), "{by}");
    }
    let drafted = leastwise(&["generate", "--trail", "examples/cloudtrail", "--format", "json"]).json();
    let of_store = rest.post("/api/v1/generate", "", &[]).json();
    assert_eq!(of_store["principals"], drafted["principals"]);
    let named = rest.ask("generate_policies", &json!({"usage": ["store:"]})).json();
    assert_eq!(named["principals"], drafted["principals"]);

    let runs = rest.get("/api/v1/runs").json();
    assert_eq!((runs["result"].as_array().unwrap().len(), &runs["truncated"]), (2, &json!(false)), "{runs}");
    let run = &runs["result"][0];
    assert_eq!(rest.get(&format!("/api/v1/runs/{}", run["id"].as_str().unwrap())).json(), *run);
    let stats = rest.get("/api/v1/stats").json();
    assert_eq!((&stats["objects"], &stats["in"]), (&json!(2), &by_command("event")["in"]), "{stats}");
}

#[test]
fn the_same_content_counts_once_whatever_it_is_called() {
    let rest = Rest::start(&[]);
    sent(&rest, "name=a.json", &log(LOGS[0]));
    let before = rest.get("/api/v1/usage").json();
    let (_, told) = sent(&rest, "name=b.json", &log(LOGS[0]));
    assert!(told["run"]["note"].as_str().unwrap().contains("was counted before"), "{told}");
    assert_eq!(rest.get("/api/v1/usage").json(), before);
    // Another content of the same name is another file.
    sent(&rest, "name=a.json", &log(LOGS[1]));
    assert_ne!(rest.get("/api/v1/usage").json(), before);
    assert_eq!(rest.get("/api/v1/stats").json()["objects"], 2);
}

#[test]
fn what_was_kept_outlives_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("kept.store");
    let store = store.to_str().unwrap();
    let rest = Rest::start(&["--store", store]);
    sent(&rest, "name=a.json", &log(LOGS[0]));
    let before = rest.get("/api/v1/usage").json();
    let second = leastwise(&["serve", "--listen", "127.0.0.1:0", "--store", store]);
    assert_eq!((second.code, second.err.lines().count()), (Some(2), 1), "{second:?}");
    rest.kill();
    assert_eq!(Rest::start(&["--store", store]).get("/api/v1/usage").json(), before);
    let foreign = folder.path().join("foreign");
    std::fs::write(&foreign, "no store").unwrap();
    let refused = leastwise(&["serve", "--listen", "127.0.0.1:0", "--store", foreign.to_str().unwrap()]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert_eq!(std::fs::read(&foreign).unwrap(), b"no store", "what is no store is not written over");
}

#[test]
fn usage_files_and_policies_may_be_sent_too() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("u.json");
    let made = leastwise(&["analyze", "examples/cloudtrail", "-o", file.to_str().unwrap()]);
    assert_eq!(made.code, Some(0), "{made:?}");
    let rest = Rest::start(&[]);
    let (end, told) = sent(&rest, "name=u.json&kind=usage", &std::fs::read(&file).unwrap());
    assert_eq!(end, "done", "{told}");
    let shown = leastwise(&["usage", "show", file.to_str().unwrap(), "--format", "json"]).json();
    assert_eq!(rest.get("/api/v1/usage").json(), shown);
    let policy = std::fs::read(workspace().join("examples/policies/reader.json")).unwrap();
    let (_, told) = sent(&rest, "name=reader.json&kind=policy", &policy);
    assert!(told["run"]["note"].as_str().unwrap().contains("version 1"), "{told}");
    assert_eq!(rest.get("/api/v1/policies/reader").json()["versions"][0]["version"], 1);
}

#[test]
fn files_that_are_no_good_fail_and_say_why() {
    let rest = Rest::start(&[]);
    for (query, bytes, says) in [
        ("name=empty.json", &b""[..], "no CloudTrail record in `empty.json`"),
        ("name=a.gz", b"\x1f\x8b\x08broken", "no CloudTrail record"),
        ("name=..%2F..%2Fetc%2Fpasswd", b"x", "no CloudTrail record in `../../etc/passwd`"),
        ("name=u.json&kind=usage", b"{}", "u.json"),
    ] {
        let (end, told) = sent(&rest, query, bytes);
        assert_eq!(end, "failed", "{query}: {told}");
        let detail = told["problem"]["detail"].as_str().unwrap();
        assert!(detail.contains(says) && !detail.contains("upload/"), "{query}: {detail}");
        assert_eq!(told["problem"]["kind"], "invalid", "{query}");
    }
    for query in ["", "name=", "name=a&kind=other", "name=a%00b", "name=a&path=b"] {
        assert_eq!(upload(&rest, query, b"x").problem().0, 400, "{query}");
    }
    assert_eq!(rest.get("/api/v1/jobs/nothing").problem().0, 404);
    assert_eq!(rest.get("/api/v1/jobs/nothing/events").problem().0, 404);
    assert_eq!(rest.get("/api/v1/runs/nothing").problem().0, 404);
    assert_eq!(rest.get("/api/v1/stats").json()["objects"], 0, "nothing was kept of them");
}

#[test]
fn a_late_listener_hears_the_end() {
    let rest = Rest::start(&[]);
    let job = upload(&rest, "name=a.json", &log(LOGS[0])).json()["job"].as_str().unwrap().to_owned();
    let first = followed(&rest, &job);
    for (name, data) in &first[..first.len() - 1] {
        assert_eq!(name, "progress");
        assert!(data["files"].is_u64() && data["events"].is_u64() && data["skipped"].is_u64(), "{data}");
    }
    let late = followed(&rest, &job);
    assert_eq!(late, first[first.len() - 1..]);
}

/// Uploads that stand still hold neither the reading of other files nor requests up, and there is an end to their number.
#[test]
fn slow_uploads_keep_nobody_waiting() {
    let rest = Rest::start(&[]);
    let head =
        "POST /api/v1/uploads?name=slow HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100000000\r\n\r\n";
    let held: Vec<_> = (0..63)
        .map(|_| {
            let mut stream = rest.connect();
            stream.write_all(head.as_bytes()).unwrap();
            stream
        })
        .collect();
    thread::sleep(Duration::from_millis(300));
    rest.lives();
    assert_eq!(sent(&rest, "name=a.json", &log(LOGS[0])).0, "done");
    let mut last = rest.connect();
    last.write_all(head.as_bytes()).unwrap();
    thread::sleep(Duration::from_millis(300));
    let refused = upload(&rest, "name=b.json", &log(LOGS[1]));
    assert_eq!(
        (refused.problem().0, refused.headers.contains_key("retry-after")),
        (429, true),
        "{refused:?}"
    );
    drop((held, last));
    rest.lives();
}

#[test]
fn a_file_over_the_limit_is_refused_while_it_comes() {
    let rest = Rest::start(&[]);
    let mut stream = rest.connect();
    let head =
        "POST /api/v1/uploads?name=big HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let mut receiver = stream.try_clone().unwrap();
    let sender = thread::spawn(move || {
        let block = vec![b' '; 8 << 20];
        let chunk = format!("{:x}\r\n", block.len());
        for _ in 0..80 {
            // The server hangs up in the midst of it.
            let sent = stream.write_all(chunk.as_bytes()).and_then(|()| stream.write_all(&block));
            if sent.and_then(|()| stream.write_all(b"\r\n")).is_err() {
                break;
            }
        }
    });
    let mut first = [0; 12];
    receiver.read_exact(&mut first).unwrap();
    assert_eq!(String::from_utf8_lossy(&first), "HTTP/1.1 413");
    drop(receiver);
    sender.join().unwrap();
    rest.lives();
}

/// A policy that is sent is saved under the same rules as one that is put.
#[test]
fn policies_without_a_name_or_a_text_are_not_saved() {
    let rest = Rest::start(&[]);
    let policy = br#"{"Version": "2012-10-17", "Statement": []}"#;
    let long = format!("{}.json", "%C3%A9".repeat(200));
    for (name, bytes) in [("%20.json", &policy[..]), (&long, policy), ("empty.json", b" \n")] {
        let (end, told) = sent(&rest, &format!("kind=policy&name={name}"), bytes);
        assert_eq!((end.as_str(), &told["problem"]["kind"]), ("failed", &json!("invalid")), "{name}: {told}");
    }
    let put = rest.send("PUT", "/api/v1/policies/empty", b"{\"document\": \"\"}", &[]);
    assert_eq!(put.problem().0, 400);
    assert_eq!(rest.get("/api/v1/policies").json()["total"], 0);
}
