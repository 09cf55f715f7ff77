//! How long the binary takes from nothing to its answer, beside a process that does nothing.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::build;

const RUNS: usize = 100;

/// The bar: an answer must feel as if it had been there already.
const BAR: Duration = Duration::from_millis(10);

pub(crate) fn run() -> Result<ExitCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the workspace has no root")?;
    let binary = build::for_release()?;
    let rows: [(&str, &str, &[&str]); 4] = [
        ("a process that does nothing", "true", &[]),
        ("leastwise --version", &binary, &["--version"]),
        ("leastwise validate, one policy", &binary, &["validate", "examples/policies/reader.json"]),
        ("leastwise query expand s3:Get*", &binary, &["query", "expand", "s3:Get*"]),
    ];
    println!("{:<32}{:>10}{:>10}{:>10}", "milliseconds of wall time", "least", "median", "most");
    let mut is_within = true;
    for (name, program, arguments) in rows {
        let times = measure(root, program, arguments)?;
        let at = |index: usize| times.get(index).copied().unwrap_or_default();
        let median = at(RUNS / 2);
        is_within &= median <= BAR;
        let text = |time: Duration| format!("{:.2}", time.as_secs_f64() * 1e3);
        println!("{name:<32}{:>10}{:>10}{:>10}", text(at(0)), text(median), text(at(RUNS - 1)));
    }
    println!("the bar is {} ms for the median", BAR.as_millis());
    Ok(if is_within { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn measure(root: &Path, program: &str, arguments: &[&str]) -> Result<Vec<Duration>> {
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let start = Instant::now();
        let status = Command::new(program)
            .args(arguments)
            .current_dir(root)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .status()
            .with_context(|| format!("`{program}` does not run"))?;
        times.push(start.elapsed());
        ensure!(status.success(), "`{program} {}` fails", arguments.join(" "));
    }
    times.sort_unstable();
    Ok(times)
}
