//! What a run of a program takes, as Linux counts it.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

pub(crate) struct Measured {
    /// CPU time of all threads.
    pub(crate) seconds: f64,
    /// Peak of the resident memory.
    pub(crate) megabytes: usize,
    /// Length of what was written to standard output.
    pub(crate) kilobytes: usize,
    /// None for a program that was killed.
    pub(crate) code: Option<i32>,
}

/// After so long a run is stopped.
const PATIENCE: Duration = Duration::from_mins(2);
/// Clock ticks a second, in which Linux counts CPU time (`getconf CLK_TCK`).
const TICKS: f64 = 100.0;

/// Runs the program over the file.
///
/// The figures are read again and again while it runs, so the last moments may be missing from them.
pub(crate) fn measure(program: &Path, arguments: &[&str], file: &Path) -> Result<Measured> {
    let mut child = Command::new(program)
        .args(arguments)
        .arg(file)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("`{}` does not run", program.display()))?;
    let mut output = child.stdout.take().context("no standard output")?;
    let length = thread::spawn(move || {
        let (mut buffer, mut length) = (vec![0; 1 << 16], 0);
        while let Ok(read @ 1..) = output.read(&mut buffer) {
            length += read;
        }
        length
    });
    let (start, process) = (Instant::now(), format!("/proc/{}", child.id()));
    let (mut seconds, mut megabytes) = (0.0, 0);
    let status = loop {
        seconds = cpu_seconds(&process).unwrap_or(0.0_f64).max(seconds);
        megabytes = peak_megabytes(&process).unwrap_or(0).max(megabytes);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if start.elapsed() > PATIENCE {
            child.kill()?;
        }
        thread::sleep(Duration::from_millis(2));
    };
    let kilobytes = length.join().unwrap_or(0) / 1000;
    Ok(Measured { seconds, megabytes, kilobytes, code: status.code() })
}

/// User and system time; the fields are counted behind the name in brackets, which may hold blanks.
fn cpu_seconds(process: &str) -> Option<f64> {
    let text = std::fs::read_to_string(format!("{process}/stat")).ok()?;
    let (_, fields) = text.rsplit_once(')')?;
    let mut ticks = fields.split_whitespace().skip(11).map(str::parse::<f64>);
    Some((ticks.next()?.ok()? + ticks.next()?.ok()?) / TICKS)
}

fn peak_megabytes(process: &str) -> Option<usize> {
    let text = std::fs::read_to_string(format!("{process}/status")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<usize>().ok()? / 1000)
}
