//! A store that holds much: how soon its server listens, and what the same question takes the first time and the second.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::requests::{request, start};
use super::rounds::{START, at};
use crate::load::client::{Connection, Served};
use crate::load::table::Table;
use crate::logs::logs;

const STARTS: usize = 10;

/// What was asked before and has not changed since is answered within that, in milliseconds.
const AGAIN: f64 = 250.0;

/// While the server has as many files as it takes.
const PAUSE: Duration = Duration::from_millis(50);

pub(super) fn run(binary: &str, of: &Path, table: &mut Table) -> Result<()> {
    let folder = tempfile::tempdir()?;
    fill(&start(binary, folder.path())?, of)?;
    let size = fs::metadata(folder.path().join("load.store"))?.len();
    table.row("large store: its file", f64::from(u32::try_from(size >> 20)?), "MiB", None);
    let (mut lives, mut ready) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let begun = Instant::now();
        let server = start(binary, folder.path())?;
        let mut connection = server.connect()?;
        ensure!(connection.ask(&get("/healthz"))?.status == 200, "it does not live");
        lives.push(begun.elapsed());
        until_ready(&mut connection)?;
        ready.push(begun.elapsed());
    }
    lives.sort_unstable();
    ready.sort_unstable();
    table.time("large store: start to /healthz, median", at(&lives, 50), Some(START));
    table.time("large store: start to /readyz, median", at(&ready, 50), None);
    let server = start(binary, folder.path())?;
    let mut connection = server.connect()?;
    until_ready(&mut connection)?;
    table.row("large store: resident before the first question", server.process().memory()?, "MiB", None);
    for (what, path) in [
        ("stats", "/api/v1/stats".to_owned()),
        ("principals", "/api/v1/principals?sort=calls".to_owned()),
        ("usage by action", "/api/v1/usage?by=action".to_owned()),
        ("the busiest principal", busiest(&mut connection)?),
    ] {
        table.time(&format!("large store: {what}, first"), timed(&mut connection, &path)?, None);
        let again = timed(&mut connection, &path)?;
        table.time(&format!("large store: {what}, again"), again, Some(AGAIN));
    }
    table.row("large store: resident afterwards", server.process().memory()?, "MiB", None);
    Ok(())
}

/// Sends every log, and waits until all are read.
fn fill(server: &Served, of: &Path) -> Result<()> {
    let mut connection = server.connect()?;
    let mut files = Vec::new();
    logs(of, &mut files)?;
    for log in files {
        let upload = request("POST", "/api/v1/uploads?name=log", "application/octet-stream", &fs::read(log)?);
        loop {
            match server.connect()?.ask(&upload)?.status {
                202 => break,
                429 => std::thread::sleep(PAUSE),
                status => bail!("a log was answered with {status}"),
            }
        }
    }
    loop {
        let told = connection.ask(&get("/metrics"))?.body;
        let is_none = |name: &str| told.lines().any(|line| line == format!("leastwise_jobs_{name} 0"));
        if is_none("waiting") && is_none("running") {
            return Ok(());
        }
        std::thread::sleep(PAUSE);
    }
}

fn get(path: &str) -> Vec<u8> {
    request("GET", path, "application/json", b"")
}

fn until_ready(connection: &mut Connection) -> Result<()> {
    while connection.ask(&get("/readyz"))?.status != 200 {
        std::thread::sleep(Duration::from_millis(1));
    }
    Ok(())
}

/// Where its page is. To know which it is takes a part of the use, so that the whole is not read before it is measured.
fn busiest(connection: &mut Connection) -> Result<String> {
    let reply = connection.ask(&get("/api/v1/principals?sort=calls&limit=1&service=s3"))?;
    let listed: Value = serde_json::from_str(&reply.body)?;
    let name = listed.pointer("/result/0/principal").and_then(Value::as_str);
    let name = name.context("there are no principals")?.replace('/', "%2F").replace(':', "%3A");
    Ok(format!("/api/v1/principal?principal={name}"))
}

fn timed(connection: &mut Connection, path: &str) -> Result<Duration> {
    let begun = Instant::now();
    let reply = connection.ask(&get(path))?;
    ensure!(reply.status == 200, "{path}: {}", reply.body);
    Ok(begun.elapsed())
}
