//! An hour's worth of all kinds of requests in minutes: no error, and memory that stays where it is.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use serde_json::json;

use super::requests::{mix, request, start};
use crate::load::client::Served;
use crate::load::table::Table;

const CLIENTS: usize = 6;

/// What memory may grow by from the first quarter on, in MiB.
const GROWTH: f64 = 10.0;

/// Pauses of who writes.
const PAUSE: Duration = Duration::from_secs(2);

pub(super) fn run(binary: &str, long: Duration, table: &mut Table) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let server = start(binary, folder.path())?;
    let policy = json!({"document": {"Version": "2012-10-17", "Statement": []}}).to_string();
    let put = request("PUT", "/api/v1/policies/load", "application/json", policy.as_bytes());
    ask(&server, &put)?;
    let (is_over, answered, refused) = (AtomicBool::new(false), AtomicU64::new(0), AtomicU64::new(0));
    let begun = Instant::now();
    let (early, late) = std::thread::scope(|scope| {
        let reader = |number: usize| -> Result<()> {
            let (mix, mut connection) = (mix(), server.connect()?);
            for asked in mix.iter().cycle().skip(number * 3) {
                if is_over.load(Ordering::Relaxed) {
                    break;
                }
                let reply = connection.ask(asked)?;
                if reply.status == 200 {
                    answered.fetch_add(1, Ordering::Relaxed);
                } else if refused.fetch_add(1, Ordering::Relaxed) < 3 {
                    let head = asked.split(|byte| *byte == b'\r').next().unwrap_or_default();
                    println!("{}: {} {}", String::from_utf8_lossy(head), reply.status, reply.body);
                }
            }
            Ok(())
        };
        let writer = || -> Result<()> {
            let logs = logs()?;
            for log in logs.iter().cycle() {
                if is_over.load(Ordering::Relaxed) {
                    break;
                }
                for asked in [&put, log] {
                    let reply = server.connect()?.ask(asked)?;
                    ensure!(matches!(reply.status, 200 | 202), "{}: {}", reply.status, reply.body);
                    answered.fetch_add(1, Ordering::Relaxed);
                }
                std::thread::sleep(PAUSE);
            }
            Ok(())
        };
        let mut clients: Vec<_> = (0..CLIENTS).map(|number| scope.spawn(move || reader(number))).collect();
        clients.push(scope.spawn(writer));
        let watch = || -> Result<(f64, f64)> {
            let sleep_until = |part: f64| {
                std::thread::sleep(long.mul_f64(part).saturating_sub(begun.elapsed()));
                server.process().memory()
            };
            Ok((sleep_until(0.25)?, sleep_until(1.0)?))
        };
        let memory = watch();
        is_over.store(true, Ordering::Relaxed);
        for client in clients {
            client.join().map_err(|_| anyhow!("a client is gone"))??;
        }
        memory
    })?;
    let total = answered.load(Ordering::Relaxed);
    table.row(
        &format!("mixed load for {} s, a second", long.as_secs()),
        f64::from(u32::try_from(total)?) / long.as_secs_f64(),
        "",
        None,
    );
    table.held("mixed load: no error", refused.load(Ordering::Relaxed) == 0);
    table.row("mixed load: resident at the end", late, "MiB", None);
    table.row("mixed load: of which came after the first quarter", late - early, "MiB", Some(GROWTH));
    Ok(())
}

fn ask(server: &Served, asked: &[u8]) -> Result<()> {
    let reply = server.connect()?.ask(asked)?;
    ensure!(reply.status == 200, "{}: {}", reply.status, reply.body);
    Ok(())
}

/// The example logs, ready to be sent.
fn logs() -> Result<Vec<Vec<u8>>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the workspace has no root")?;
    let mut logs = Vec::new();
    let mut folders = vec![root.join("examples/cloudtrail")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let path_of = format!("/api/v1/uploads?name=log-{}", logs.len());
                logs.push(request("POST", &path_of, "application/octet-stream", &fs::read(&path)?));
            }
        }
    }
    ensure!(!logs.is_empty(), "there are no example logs");
    Ok(logs)
}
