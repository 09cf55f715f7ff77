//! Starts, a steady stream of one request, and two hundred clients that are slow.

use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, ensure};

use super::requests::{is_right, one_statement, request, start};
use crate::load::client::Served;
use crate::load::table::Table;

const STARTS: usize = 20;

/// From nothing to the first answer, in milliseconds; and what an idle server keeps in memory, in MiB.
pub(super) const START: f64 = 50.0;
const IDLE: f64 = 40.0;

/// Connections, each with one request at a time, and for how long.
const CONNECTIONS: usize = 16;
const STEADY: Duration = Duration::from_secs(20);

/// The least requests a second, written as the most microseconds for each; and the time of all but one in a hundred, in milliseconds.
const EACH: f64 = 1e6 / 5_000.0;
const LATE: f64 = 20.0;

const SLOW: usize = 200;

pub(super) fn starts(binary: &str, table: &mut Table) -> Result<()> {
    let mut times = Vec::new();
    let health = request("GET", "/healthz", "text/plain", b"");
    for _ in 0..STARTS {
        let folder = tempfile::tempdir()?;
        let begun = Instant::now();
        let server = start(binary, folder.path())?;
        let reply = server.connect()?.ask(&health)?;
        times.push(begun.elapsed());
        ensure!(reply.status == 200, "{}", reply.body);
    }
    times.sort_unstable();
    table.time("start to /healthz, median", at(&times, 50), Some(START));
    let folder = tempfile::tempdir()?;
    let server = start(binary, folder.path())?;
    server.connect()?.ask(&one_statement())?;
    std::thread::sleep(Duration::from_secs(1));
    table.row("resident when idle", server.process().memory()?, "MiB", Some(IDLE));
    Ok(())
}

pub(super) fn steady(binary: &str, table: &mut Table) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let server = start(binary, folder.path())?;
    let begun = Instant::now();
    let times = asked(&server, STEADY)?;
    let each = begun.elapsed().as_secs_f64() * 1e6 / f64::from(u32::try_from(times.len())?);
    table.row("validate_policy, a second", 1e6 / each, "", None);
    table.row("validate_policy, wall time for each (5,000 a second)", each, "µs", Some(EACH));
    table.time("validate_policy, p50", at(&times, 50), None);
    table.time("validate_policy, p99", at(&times, 99), Some(LATE));
    table.row("resident afterwards", server.process().memory()?, "MiB", None);
    Ok(())
}

/// How long each request took, in order.
fn asked(server: &Served, long: Duration) -> Result<Vec<Duration>> {
    let asked = one_statement();
    let one = || -> Result<Vec<Duration>> {
        let mut connection = server.connect()?;
        let (begun, mut times) = (Instant::now(), Vec::new());
        while begun.elapsed() < long {
            let sent = Instant::now();
            let reply = connection.ask(&asked)?;
            times.push(sent.elapsed());
            ensure!(reply.status == 200 && is_right(&reply.body), "{}: {}", reply.status, reply.body);
        }
        Ok(times)
    };
    let mut times = std::thread::scope(|scope| {
        let all: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(one)).collect();
        let mut times = Vec::new();
        for client in all {
            times.extend(client.join().map_err(|_| anyhow!("a client is gone"))??);
        }
        anyhow::Ok(times)
    })?;
    times.sort_unstable();
    Ok(times)
}

/// Heads that do not end, bodies that do not come, and answers that nobody reads.
pub(super) fn slow_clients(binary: &str, table: &mut Table) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let server = start(binary, folder.path())?;
    let slow: [&[u8]; 4] = [
        b"POST /api/v1/validate_policy HTTP/1.1\r\nhost: local",
        b"POST /api/v1/validate_policy HTTP/1.1\r\nhost: localhost\r\ncontent-length: 8000000\r\n\r\n{",
        b"POST /api/v1/uploads?name=slow HTTP/1.1\r\nhost: localhost\r\ncontent-length: 8000000\r\n\r\n{",
        b"GET /openapi.json HTTP/1.1\r\nhost: localhost\r\n\r\n",
    ];
    let mut held: Vec<TcpStream> = Vec::new();
    for number in 0..SLOW {
        let mut stream = server.stream()?;
        stream.write_all(slow.get(number % slow.len()).copied().unwrap_or_default())?;
        held.push(stream);
    }
    std::thread::sleep(Duration::from_millis(500));
    let times = asked(&server, Duration::from_secs(5))?;
    table.time("beside 200 slow clients: validate_policy, p99", at(&times, 99), Some(LATE));
    table.row("resident with them", server.process().memory()?, "MiB", None);
    drop(held);
    Ok(())
}

/// So many percent took no longer.
pub(super) fn at(times: &[Duration], percent: usize) -> Duration {
    times.get(times.len() * percent / 100).copied().unwrap_or_default()
}
