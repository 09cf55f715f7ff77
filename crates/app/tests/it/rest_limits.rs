//! What must not bring `leastwise serve` down, nor keep others waiting: large bodies, slow clients, many, and those that vanish.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::rest_client::Rest;

#[test]
fn a_body_of_50_megabytes_is_refused_however_it_comes() {
    let rest = Rest::start(&[]);
    let body = " ".repeat(50_000_000);
    for length in [format!("content-length: {}", body.len()), "transfer-encoding: chunked".to_owned()] {
        let mut stream = rest.connect();
        let head = format!("POST /api/v1/validate_policy HTTP/1.1\r\nhost: localhost\r\n{length}\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let mut receiver = stream.try_clone().unwrap();
        let chunk = format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
        let sent = thread::spawn(move || {
            // The server hangs up in the midst of it.
            let _ = stream.write_all(chunk.as_bytes());
        });
        let mut first = [0; 12];
        receiver.read_exact(&mut first).unwrap();
        assert_eq!(String::from_utf8_lossy(&first), "HTTP/1.1 413", "{length}");
        drop(receiver);
        sent.join().unwrap();
    }
    rest.lives();
}

/// As most clients do, they send all of it before they look at what is answered.
#[test]
fn who_sends_all_of_it_first_reads_why_it_was_refused() {
    let rest = Rest::start(&[]);
    let body = " ".repeat(9_000_000);
    assert_eq!(rest.post("/api/v1/validate_policy", &body, &[]).problem().0, 413);
    let text = [("content-type", "text/plain")];
    assert_eq!(rest.post("/api/v1/validate_policy", &body, &text).problem().0, 415);
    let elsewhere = "host: localhost\r\norigin: https://evil.example.com";
    for (path, head, status) in [
        ("/api/v1/validate_policy", "host: localhost", 413),
        ("/api/v1/validate_policy", "host: evil.example.com", 403),
        ("/api/v1/uploads?name=a", elsewhere, 403),
        ("/api/v1/uploads?name=%00", "host: localhost", 400),
        ("/policy/validation", "host: localhost", 413),
        ("/", "host: localhost", 413),
    ] {
        for length in [format!("content-length: {}", body.len()), "transfer-encoding: chunked".to_owned()] {
            let mut stream = rest.connect();
            let chunk = format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
            let sent = if length.contains("chunked") { &chunk } else { &body };
            let words = format!("POST {path} HTTP/1.1\r\n{head}\r\n{length}\r\n\r\n{sent}");
            stream.write_all(words.as_bytes()).unwrap();
            let mut told = String::new();
            stream.read_to_string(&mut told).unwrap();
            assert!(told.starts_with(&format!("HTTP/1.1 {status} ")), "{path}, {head}, {length}: {told}");
        }
    }
    rest.lives();
}

/// Those who promise much and send little have neither memory nor places, however many they are.
#[test]
fn two_hundred_slow_clients_keep_nobody_waiting() {
    let rest = Rest::start(&[]);
    let slow = |words: &str| {
        let mut stream = rest.connect();
        stream.write_all(words.as_bytes()).unwrap();
        stream
    };
    let mut held: Vec<_> =
        (0..100).map(|_| slow("POST /api/v1/validate_policy HTTP/1.1\r\nhost: local")).collect();
    let promise =
        "POST /api/v1/validate_policy HTTP/1.1\r\nhost: localhost\r\ncontent-length: 8000000\r\n\r\n{";
    held.extend((0..100).map(|_| slow(promise)));
    thread::sleep(Duration::from_millis(300));
    let start = Instant::now();
    for _ in 0..50 {
        rest.lives();
    }
    // Without the slow ones it takes some 50 ms; had it waited for one of them, half a minute.
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    for stream in &mut held {
        stream.write_all(b" ").unwrap();
    }
    rest.lives();
}

#[test]
fn many_requests_at_once_are_all_answered() {
    let rest = Rest::start(&[]);
    thread::scope(|scope| {
        let clients: Vec<_> = (0..50).map(|_| scope.spawn(|| (0..10).for_each(|_| rest.lives()))).collect();
        for client in clients {
            client.join().unwrap();
        }
    });
}

#[test]
fn broken_and_deep_requests_are_refused() {
    let rest = Rest::start(&[]);
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let deep = json!({"policy": "DEEP"}).to_string().replace("\"DEEP\"", &deep);
    assert_eq!(rest.post("/api/v1/validate_policy", &deep, &[]).problem().0, 400);
    for words in ["nonsense\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nhost: a b\r\n\r\n"] {
        let told = rest.say(words);
        assert!(told.starts_with("HTTP/1.1 400") || told.starts_with("HTTP/1.1 403"), "{words}: {told}");
    }
    rest.lives();
}

/// A client sends its next request behind an answer, unless that says that the connection ends:
/// <https://www.rfc-editor.org/rfc/rfc9112#section-9.6>
#[test]
fn what_is_refused_unread_ends_its_connection_and_says_so() {
    let rest = Rest::start(&[]);
    for (request, host, code) in [
        ("POST /api/v1/query", "evil.example.com", "403"),
        ("POST /api/v1/uploads?kind=other", "localhost", "400"),
        ("POST /api/v1/uploads?name=%0a", "localhost", "400"),
        ("POST /api/v1/nothing", "localhost", "404"),
        ("PUT /api/v1/uploads", "localhost", "405"),
        ("PUT /api/v1/policies/%ff", "localhost", "400"),
    ] {
        for length in ["content-length: 20", "transfer-encoding: chunked"] {
            let told = rest.say(&format!("{request} HTTP/1.1\r\nhost: {host}\r\n{length}\r\n\r\n"));
            assert!(told.starts_with(&format!("HTTP/1.1 {code}")), "{request}: {told}");
            assert!(told.contains("\r\nconnection: close\r\n"), "{request}: {told}");
        }
    }
    rest.lives();
}

#[test]
fn what_was_read_to_its_end_does_not_end_the_connection() {
    let rest = Rest::start(&[]);
    let get = "GET /api/v1/nothing HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let post = |length: &str, body: &str| {
        format!(
            "POST /api/v1/query HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n{length}\r\n\r\n{body}"
        )
    };
    let last = "GET /api/v1/nothing HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    let all = [
        get,
        &post("content-length: 2", "{}"),
        &post("transfer-encoding: chunked", "2\r\n{}\r\n0\r\n\r\n"),
        &post("content-length: 0", ""),
        last,
    ];
    let told = rest.say(&all.concat());
    assert_eq!(told.matches("HTTP/1.1 4").count(), all.len(), "{told}");
    assert_eq!(told.matches("connection: close").count(), 1, "{told}");
}

#[cfg(unix)]
#[test]
fn asked_to_end_the_server_ends() {
    let rest = Rest::start(&[]);
    let idle = rest.connect();
    rest.lives();
    let (code, said) = rest.end();
    assert_eq!((code, said.as_str()), (Some(0), ""), "only the address is told, and nothing goes wrong");
    drop(idle);
}

/// Who sends a write and is gone before its answer has written all the same.
#[test]
fn what_those_who_vanish_have_written_is_in_the_audit_log() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("audit.jsonl");
    let rest = Rest::start(&["--audit", file.to_str().unwrap()]);
    let body = json!({"document": {"Version": "2012-10-17", "Statement": []}}).to_string();
    for at in 0..40 {
        let mut stream = rest.connect();
        let head = format!(
            "PUT /api/v1/policies/p{at} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {}",
            body.len()
        );
        stream.write_all(format!("{head}\r\n\r\n{body}").as_bytes()).unwrap();
        thread::sleep(Duration::from_micros(at * 100));
    }
    let logged = || -> BTreeSet<String> {
        let lines = std::fs::read_to_string(&file).unwrap_or_default();
        let done = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        done.filter(|line| line["outcome"] == "done")
            .map(|line| line["target"].as_str().unwrap().to_owned())
            .collect()
    };
    let kept = || -> BTreeSet<String> {
        let listed = rest.get("/api/v1/policies").json();
        let names = listed["result"].as_array().unwrap().iter();
        names.map(|policy| policy["name"].as_str().unwrap().to_owned()).collect()
    };
    // What began may still be going on: until nothing changes any more.
    let mut before = kept();
    loop {
        thread::sleep(Duration::from_millis(300));
        let now = kept();
        if now == before {
            break;
        }
        before = now;
    }
    assert!(!before.is_empty());
    assert_eq!(logged(), before);
}

#[test]
fn a_body_that_is_not_what_its_head_says_is_a_problem() {
    let rest = Rest::start(&[]);
    let head = "POST /api/v1/validate_policies HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n";
    for (path, rest_of_it) in [
        ("a chunk without a length", "transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"),
        ("a length that is none", "transfer-encoding: chunked\r\n\r\n-1\r\n\r\n"),
    ] {
        let told = rest.say(&format!("{head}{rest_of_it}"));
        assert!(told.starts_with("HTTP/1.1 400") && told.contains("urn:leastwise:invalid"), "{path}: {told}");
    }
    rest.lives();
}

#[test]
fn names_in_paths_that_are_no_text_are_problems() {
    let rest = Rest::start(&[]);
    for path in ["policies/%ff", "runs/%c3", "jobs/%ff", "jobs/%80/events"] {
        let (status, kind, _) = rest.get(&format!("/api/v1/{path}")).problem();
        assert_eq!((status, kind.as_str()), (400, "invalid"), "{path}");
    }
}
