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

/// What the memory of the last quarter may be above that of the second, on average: this part of it, or so many MiB, whichever is more. In the first
/// quarter every thread meets every request for the first time.
const PART: f64 = 0.02;
const GROWTH: f64 = 1.0;

/// Memory is looked at as often as that.
const LOOK: Duration = Duration::from_millis(500);

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
    let quarters = std::thread::scope(|scope| {
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
        let memory = quarters(&server, begun, long);
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
    let [first, second, third, last] = quarters;
    table.row("mixed load: resident in the first quarter, mean", first, "MiB", None);
    table.row("mixed load: in the second", second, "MiB", None);
    table.row("mixed load: in the third", third, "MiB", None);
    table.row("mixed load: in the last", last, "MiB", None);
    let most = GROWTH.max(second * PART);
    table.row("mixed load: the last above the second", last - second, "MiB", Some(most));
    Ok(())
}

/// The mean of resident memory in each quarter of the time.
fn quarters(server: &Served, begun: Instant, long: Duration) -> Result<[f64; 4]> {
    let mut quarters = [0.0; 4];
    for (quarter, end) in quarters.iter_mut().zip([0.25, 0.5, 0.75, 1.0]) {
        let mut looks = 0_u32;
        while looks == 0 || begun.elapsed() < long.mul_f64(end) {
            std::thread::sleep(LOOK);
            *quarter += server.process().memory()?;
            looks += 1;
        }
        *quarter /= f64::from(looks);
    }
    Ok(quarters)
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
