//! What must not bring the server over HTTP down: broken messages, large ones, many at once, clients that vanish.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::http_client::{Served, Session, alone, alone_headers};

fn lives(server: &Served) {
    let answer = server.call("query_action_details", &json!({"action": "s3:GetObject"}));
    assert_eq!(answer["structuredContent"]["result"]["action"], "s3:GetObject");
}

#[test]
fn what_is_no_message_is_refused() {
    let server = Served::start(&[]);
    for (body, code) in [
        ("", -32700),
        ("{\"jsonrpc\":", -32700),
        ("\u{0}\u{1}", -32700),
        ("{}", -32600),
        ("[]", -32600),
        ("\"text\"", -32600),
        ("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", -32600),
        ("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}", -32600),
    ] {
        let (status, told, message) = server.post(body, &[]).error();
        assert_eq!((status, told), (400, code), "{body}: {message}");
    }
    let wrong = alone("tools/call", &json!({"name": 5}));
    let wrong = server.post(&wrong, &[("mcp-protocol-version", "2026-07-28"), ("mcp-method", "tools/call")]);
    assert!(wrong.status == 400 || wrong.messages()[0]["error"]["code"] == -32602, "{wrong:?}");
    let deep = alone("tools/call", &json!({"name": "validate_policy", "arguments": {"policy": "DEEP"}}));
    let deep = deep.replace("\"DEEP\"", &("[".repeat(100_000) + &"]".repeat(100_000)));
    assert_eq!(server.post(&deep, &[]).error().0, 400);
    lives(&server);
}

#[test]
fn a_body_of_50_megabytes_is_refused_however_it_comes() {
    let server = Served::start(&[]);
    let body = " ".repeat(50_000_000);
    for length in [format!("content-length: {}", body.len()), "transfer-encoding: chunked".to_owned()] {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        let head = format!(
            "POST /mcp HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n{length}\r\n\r\n"
        );
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
    // What the body may hold, the operation may still refuse, in words.
    let large = server.call("validate_policy", &json!({"policy": {"text": " ".repeat(5_000_000)}}));
    assert_eq!(large["content"][0]["text"], "the policy is over the limit of 1000000 bytes");
    lives(&server);
}

#[test]
fn many_calls_at_once_are_all_answered() {
    let server = Served::start(&[]);
    thread::scope(|scope| {
        let clients: Vec<_> = (0..50).map(|_| scope.spawn(|| (0..10).for_each(|_| lives(&server)))).collect();
        for client in clients {
            client.join().unwrap();
        }
    });
}

#[test]
fn a_call_that_takes_too_long_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    long_log(folder.path());
    let server = Served::start(&["--root", folder.path().to_str().unwrap(), "--timeout", "1"]);
    let late = server.call("analyze_cloudtrail", &json!({"inputs": ["."], "output": "usage.json"}));
    assert_eq!(late["isError"], true);
    assert!(
        late["content"][0]["text"].as_str().unwrap().starts_with("this took longer than 1 seconds"),
        "{late}"
    );
    lives(&server);
}

/// All places are taken by calls that would run for minutes. Once their clients are gone, others have their turn.
#[test]
fn the_calls_of_clients_that_vanish_are_given_up() {
    let folder = tempfile::tempdir().unwrap();
    long_log(folder.path());
    let server = Served::start(&["--root", folder.path().to_str().unwrap(), "--timeout", "3600"]);
    let long = json!({"name": "analyze_cloudtrail", "arguments": {"inputs": ["."], "output": "usage.json"},
        "_meta": {"progressToken": "how far"}});
    let session = Session::begin(&server, "2025-06-18");
    let in_session = json!({"jsonrpc": "2.0", "id": 9, "method": "tools/call", "params": long}).to_string();
    let forms: [(String, Vec<(&str, &str)>); 2] = [
        (alone("tools/call", &long), alone_headers("tools/call", &long)),
        (in_session, session.headers().to_vec()),
    ];
    for (body, headers) in forms {
        // More than there are places on any machine; in one session each would need an id of its own.
        let clients: Vec<TcpStream> = (0..300)
            .map(|id| {
                let body = body.replace("\"id\":9,", &format!("\"id\":{},", 1_000 + id));
                begin(&server, &body, &headers)
            })
            .collect();
        wait_for_progress(&clients);
        drop(clients);
        lives(&server);
    }
    assert!(!folder.path().join("usage.json").exists());
}

/// Waits until one of them is told that its call goes on.
fn wait_for_progress(clients: &[TcpStream]) {
    for client in clients {
        client.set_nonblocking(true).unwrap();
    }
    for _ in 0..600 {
        for mut client in clients {
            let mut block = [0; 4096];
            let length = client.read(&mut block).unwrap_or_default();
            if String::from_utf8_lossy(&block[..length]).contains("notifications/progress") {
                return;
            }
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("no call began");
}

fn begin(server: &Served, body: &str, headers: &[(&str, &str)]) -> TcpStream {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    let own: Vec<_> = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!(
        "POST /mcp HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         accept: application/json, text/event-stream\r\ncontent-length: {}\r\n{}",
        body.len(),
        own.concat()
    );
    stream.write_all(format!("{head}\r\n{body}").as_bytes()).unwrap();
    stream
}

/// Files that take minutes to read.
fn long_log(folder: &Path) {
    let record = json!({"eventVersion": "1.08", "eventType": "AwsApiCall", "eventTime": "2026-11-01T00:00:00Z",
        "eventSource": "s3.amazonaws.com", "eventName": "ListBuckets", "userIdentity": {"type": "IAMUser",
        "arn": "arn:aws:iam::111122223333:user/ana", "accountId": "111122223333"}});
    let log = json!({"Records": vec![record; 4_000]}).to_string();
    let first = folder.join("0.json");
    std::fs::write(&first, log).unwrap();
    for index in 1..5_000 {
        std::fs::hard_link(&first, folder.join(format!("{index}.json"))).unwrap();
    }
}

#[test]
fn what_is_refused_unread_ends_its_connection_and_says_so() {
    let server = Served::start(&[]);
    let mut stream = TcpStream::connect(server.address()).unwrap();
    let head = "POST /mcp HTTP/1.1\r\nhost: evil.example.com\r\ncontent-type: application/json\r\ncontent-length: 20\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 403") && answer.contains("\r\nconnection: close\r\n"), "{answer}");
    lives(&server);
}

#[cfg(unix)]
#[test]
fn asked_to_end_the_server_ends_although_clients_listen() {
    let server = Served::start(&[]);
    let session = Session::begin(&server, "2025-06-18");
    let headers = session.headers();
    let listen = format!(
        "GET /mcp HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\nmcp-session-id: {}\r\n\r\n",
        headers[0].1
    );
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.write_all(listen.as_bytes()).unwrap();
    let mut first = [0; 12];
    stream.read_exact(&mut first).unwrap();
    assert_eq!(String::from_utf8_lossy(&first), "HTTP/1.1 200");
    let (code, said) = server.end();
    assert_eq!((code, said.as_str()), (Some(0), ""), "only the address is told, and nothing goes wrong");
    let mut rest = String::new();
    stream.read_to_string(&mut rest).unwrap_or_default();
}

#[test]
fn sessions_have_an_end_to_their_number() {
    let server = Served::start(&[]);
    let sessions: Vec<_> = (0..400).map(|_| Session::begin(&server, "2025-06-18")).collect();
    let hello = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}});
    let hello = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello}).to_string();
    let refused = server.post(&hello, &[]);
    assert_eq!((refused.status, &refused.headers["retry-after"]), (503, &"60".parse().unwrap()));
    lives(&server);
    sessions[7].delete();
    assert_eq!(server.post(&hello, &[]).status, 200);
    assert!(sessions[8].ask("tools/list", &json!({}))["result"]["tools"].is_array());
}
