//! Starts and round trips: how long they take, and what they leave in memory.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::http::{self, alone};
use super::stdio::{Piped, request};
use crate::load::client::post;
use crate::load::process::Process;
use crate::load::table::Table;

const STARTS: usize = 20;
const CALLS: usize = 10_000;

/// The server may need this long from nothing to its list of tools, in milliseconds.
const START: f64 = 20.0;

/// Half of all round trips, in milliseconds.
const ROUND_TRIP: f64 = 1.0;

/// Resident memory after all calls, and how much of it may have come with the last nine tenths, in MiB.
const MEMORY: f64 = 40.0;
const GROWTH: f64 = 2.0;

/// A call whose answer is short, and right only if it was computed.
pub(super) fn one_statement() -> Value {
    json!({"name": "validate_policy", "arguments": {"policy": {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}]}}})
}

pub(super) fn is_right(answer: &str) -> bool {
    answer.contains("\"is_valid\":true")
}

pub(super) fn starts(binary: &str, table: &mut Table) -> Result<()> {
    let piped = timed(STARTS, || {
        let mut client = Piped::start(binary)?;
        let listed = client.ask(&request(1, "tools/list", &json!({})))?;
        ensure!(listed.contains("\"validate_policy\""), "{listed}");
        Ok(())
    })?;
    table.time("stdio: start to tools/list, median", middle(&piped), Some(START));
    let list = alone("tools/list", &json!({}), false);
    let served = timed(STARTS, || {
        let server = http::start(binary, &[])?;
        let listed = server.connect()?.ask(&list)?;
        ensure!(listed.body.contains("\"validate_policy\""), "{}", listed.body);
        Ok(())
    })?;
    table.time("http: start to tools/list, median", middle(&served), Some(START));
    Ok(())
}

pub(super) fn round_trips(binary: &str, table: &mut Table) -> Result<()> {
    let call = one_statement();

    let mut client = Piped::start(binary)?;
    let line = request(1, "tools/call", &call);
    measure("stdio", client.process(), table, || client.ask(&line))?;
    drop(client);

    let server = http::start(binary, &[])?;
    let mut connection = server.connect()?;
    let asked = alone("tools/call", &call, false);
    measure("http, no session", server.process(), table, || Ok(connection.ask(&asked)?.body))?;
    drop(server);

    let server = http::start(binary, &[])?;
    let mut connection = server.connect()?;
    let hello = json!({"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "load", "version": "1"}});
    let welcome = connection.ask(&post(&request(0, "initialize", &hello), &[]))?;
    let session = welcome.session.unwrap_or_default();
    let headers = [("mcp-session-id", session.as_str()), ("mcp-protocol-version", "2025-11-25")];
    let begun =
        connection.ask(&post(r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, &headers))?;
    ensure!(begun.status == 202, "{}", begun.body);
    let asked = post(&line, &headers);
    measure("http, a session", server.process(), table, || Ok(connection.ask(&asked)?.body))
}

/// Many calls, one after the other.
fn measure(
    what: &str,
    process: Process,
    table: &mut Table,
    mut ask: impl FnMut() -> Result<String>,
) -> Result<()> {
    let mut call = || {
        let answer = ask()?;
        ensure!(is_right(&answer), "{answer}");
        Ok(())
    };
    let first = timed(CALLS / 10, &mut call)?;
    let before = process.memory()?;
    let mut times = timed(CALLS - CALLS / 10, &mut call)?;
    times.extend(first);
    times.sort_unstable();
    table.time(&format!("{what}: validate_policy, p50"), middle(&times), Some(ROUND_TRIP));
    let late = times.get(times.len() * 99 / 100).copied().unwrap_or_default();
    table.time(&format!("{what}: validate_policy, p99"), late, None);
    let after = process.memory()?;
    table.row(&format!("{what}: resident after {CALLS} calls"), after, "MiB", Some(MEMORY));
    table.row(&format!("{what}: of which came after the first tenth"), after - before, "MiB", Some(GROWTH));
    Ok(())
}

/// How long each of so many runs took, in order.
fn timed(runs: usize, mut run: impl FnMut() -> Result<()>) -> Result<Vec<Duration>> {
    let mut times = Vec::with_capacity(runs);
    for _ in 0..runs {
        let start = Instant::now();
        run()?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    Ok(times)
}

fn middle(times: &[Duration]) -> Duration {
    times.get(times.len() / 2).copied().unwrap_or_default()
}
