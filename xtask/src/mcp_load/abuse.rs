//! What must not bring the server down: very many calls at once, clients that vanish, broken and very large messages.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, ensure};
use serde_json::json;

use super::http::{self, alone};
use super::rounds::{is_right, one_statement};
use super::stdio::{Piped, request};
use crate::load::client::{Connection, Served, post};
use crate::load::table::Table;

const AT_ONCE: usize = 10_000;

/// The most memory while they are under way, in MiB, and threads.
const PEAK: f64 = 100.0;
const THREADS: f64 = 64.0;

/// After clients have vanished, others are answered within so many milliseconds.
const NEXT: f64 = 1000.0;

const LARGE: usize = 50_000_000;

pub(super) fn many_at_once(binary: &str, table: &mut Table) -> Result<()> {
    let mut client = Piped::start(binary)?;
    let lines: Vec<_> = (0..AT_ONCE).map(|id| request(id, "tools/call", &one_statement())).collect();
    let start = Instant::now();
    let answers = client.flood(&lines)?;
    table.time(&format!("stdio: {AT_ONCE} calls at once"), start.elapsed(), None);
    let mut ids: Vec<_> =
        answers.iter().filter(|answer| is_right(answer)).filter_map(|answer| id(answer)).collect();
    ids.sort_unstable();
    table.held("stdio: each has its answer", ids.into_iter().eq(0..AT_ONCE as u64));
    table.row("stdio: most memory meanwhile", client.process().peak()?, "MiB", Some(PEAK));
    drop(client);

    let server = http::start(binary, &[])?;
    let asked = alone("tools/call", &one_statement(), true);
    let start = Instant::now();
    // Each thread has all of its calls under way before it reads the first answer.
    let (workers, share) = (100, AT_ONCE / 100);
    let (right, threads) = std::thread::scope(|scope| {
        let (server, asked) = (&server, &asked);
        let running: Vec<_> =
            (0..workers).map(|_| scope.spawn(move || crowd(server, asked, share))).collect();
        let mut threads = 0_f64;
        while running.iter().any(|worker| !worker.is_finished()) {
            threads = threads.max(server.process().threads()?);
            std::thread::sleep(Duration::from_millis(10));
        }
        let mut right = 0;
        for worker in running {
            right += worker.join().map_err(|_| anyhow!("a client is gone"))??;
        }
        anyhow::Ok((right, threads))
    })?;
    table.time(&format!("http: {AT_ONCE} calls at once, a connection each"), start.elapsed(), None);
    table.held("http: each has its answer", right == AT_ONCE);
    table.row("http: most memory meanwhile", server.process().peak()?, "MiB", Some(PEAK));
    table.row("http: most threads meanwhile", threads, "", Some(THREADS));
    Ok(())
}

/// How many of so many calls were answered rightly.
fn crowd(server: &Served, asked: &[u8], calls: usize) -> Result<usize> {
    let mut connections = Vec::with_capacity(calls);
    for _ in 0..calls {
        let mut connection = server.connect()?;
        connection.send(asked)?;
        connections.push(connection);
    }
    let mut right = 0;
    for mut connection in connections {
        right += usize::from(is_right(&connection.receive()?.body));
    }
    Ok(right)
}

fn id(answer: &str) -> Option<u64> {
    serde_json::from_str::<serde_json::Value>(answer).ok()?.get("id")?.as_u64()
}

pub(super) fn vanishing(binary: &str, folder: &Path, table: &mut Table) -> Result<()> {
    long_log(folder)?;
    let root = folder.display().to_string();
    let server = http::start(binary, &["--root", &root, "--timeout", "3600"])?;
    let long = json!({"name": "analyze_cloudtrail", "arguments": {"inputs": ["."], "output": "usage.json"},
        "_meta": {"progressToken": "how far"}});
    let asked = alone("tools/call", &long, false);
    let mut clients = Vec::new();
    for _ in 0..100 {
        let mut connection = server.connect()?;
        connection.send(&asked)?;
        clients.push(connection);
    }
    Connection::wait_for_any(&clients)?;
    drop(clients);
    let start = Instant::now();
    let next = server.connect()?.ask(&alone("tools/call", &one_statement(), false))?;
    ensure!(is_right(&next.body), "{}", next.body);
    table.time("http: 100 clients vanish amid long calls; the next answer", start.elapsed(), Some(NEXT));
    table.held("http: nothing was written for them", !folder.join("usage.json").exists());
    Ok(())
}

/// Files whose analysis takes far longer than all of the rest.
fn long_log(folder: &Path) -> Result<()> {
    let record = json!({"eventVersion": "1.08", "eventType": "AwsApiCall", "eventTime": "2026-11-01T00:00:00Z",
        "eventSource": "s3.amazonaws.com", "eventName": "ListBuckets", "userIdentity": {"type": "IAMUser",
        "arn": "arn:aws:iam::111122223333:user/ana", "accountId": "111122223333"}});
    let first = folder.join("0.json");
    fs::write(&first, json!({"Records": vec![record; 10_000]}).to_string())?;
    for index in 1..9_000 {
        fs::hard_link(&first, folder.join(format!("{index}.json")))?;
    }
    Ok(())
}

pub(super) fn broken_messages(binary: &str, table: &mut Table) -> Result<()> {
    let broken = [
        "",
        "{",
        "[]",
        "{}",
        "null",
        "\u{1}",
        "{\"jsonrpc\":\"2.0\",\"id\":1}",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":1}",
    ];
    let server = http::start(binary, &[])?;
    let mut refused = true;
    for body in broken {
        let reply = server.connect()?.ask(&post(body, &[]))?;
        refused &= reply.status == 400 && reply.body.contains("\"error\"");
    }
    table.held("http: broken messages are refused", refused);
    let next = server.connect()?.ask(&alone("tools/call", &one_statement(), false))?;
    table.held("http: and the server lives", is_right(&next.body));

    let mut client = Piped::start(binary)?;
    for line in broken {
        client.send(line)?;
    }
    client.send(&request(9, "tools/call", &one_statement()))?;
    let mut answer = client.receive()?;
    while id(&answer) != Some(9) {
        ensure!(answer.contains("\"error\""), "{answer}");
        answer = client.receive()?;
    }
    table.held("stdio: and the server lives", is_right(&answer));
    Ok(())
}

pub(super) fn large_policy(binary: &str, table: &mut Table) -> Result<()> {
    let large = json!({"name": "validate_policy", "arguments": {"policy": {"text": " ".repeat(LARGE)}}});
    let mut client = Piped::start(binary)?;
    let refused = client.ask(&request(1, "tools/call", &large))?;
    table.held("stdio: a policy of 50 MB is refused in words", refused.contains("is over the limit of"));
    let next = client.ask(&request(2, "tools/call", &one_statement()))?;
    table.held("stdio: and the server lives", is_right(&next));
    table.row("stdio: resident afterwards", client.process().memory()?, "MiB", None);

    let server = http::start(binary, &[])?;
    // The server hangs up in the midst of the body, so that the answer may be lost to a plain client.
    let head = format!(
        "POST /mcp HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {LARGE}\r\n\r\n"
    );
    let refused = server.connect()?.ask(head.as_bytes())?;
    table.held("http: a body of 50 MB is refused before it is sent", refused.status == 413);
    let next = server.connect()?.ask(&alone("tools/call", &one_statement(), false))?;
    table.held("http: and the server lives", is_right(&next.body));
    Ok(())
}
