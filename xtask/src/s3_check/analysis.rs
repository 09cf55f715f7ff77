//! `leastwise analyze` as its own process, watched while it runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// The program, and where it writes.
pub(super) struct Program {
    pub(super) binary: PathBuf,
    pub(super) folder: PathBuf,
}

/// What became of a run.
pub(super) struct Ran {
    pub(super) output: Output,
    pub(super) took: Duration,
    /// The most memory that was seen in use, in bytes, as far as the machine tells.
    pub(super) most_memory: u64,
    /// Processor time in seconds, as far as the machine tells.
    pub(super) processor: f64,
}

/// Any run takes less; one that does not is stuck.
const LIMIT: Duration = Duration::from_mins(5);
const GLANCE: Duration = Duration::from_millis(5);

impl Program {
    pub(super) fn usage(&self) -> PathBuf {
        self.folder.join("usage.json")
    }

    pub(super) fn ledger(&self) -> PathBuf {
        self.folder.join("ledger.json")
    }

    /// Reads the bucket to the end.
    pub(super) fn read(&self, url: &str, more: &[&str]) -> Result<Ran> {
        self.watch(&mut self.command(url, more), &mut |_| Ok(()))
    }

    /// Reads local files; the usage as it was written.
    pub(super) fn read_files(&self, folder: &Path, more: &[&str]) -> Result<Vec<u8>> {
        let usage = self.folder.join("local.json");
        let mut command = Command::new(&self.binary);
        command.arg("analyze").arg(folder).args(["--quiet", "--output"]).arg(&usage).args(more);
        let ran = self.watch(&mut command, &mut |_| Ok(()))?;
        ensure!(ran.output.status.success(), "{}", String::from_utf8_lossy(&ran.output.stderr));
        Ok(fs::read(usage)?)
    }

    /// Reads the bucket with a ledger, and does something to the run as soon as the ledger was written again.
    pub(super) fn disturb(&self, url: &str, disturb: fn(&mut Child) -> Result<()>) -> Result<Ran> {
        let ledger = self.ledger();
        let written = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
        let before = written(&ledger);
        let mut is_disturbed = false;
        let mut command =
            self.command(url, &["--ledger", ledger.to_str().context("a path that is not Unicode")?]);
        self.watch(&mut command, &mut |child| {
            if !is_disturbed && written(&ledger) != before {
                is_disturbed = true;
                disturb(child)?;
            }
            Ok(())
        })
    }

    /// Drafts policies of logs, wherever they lie.
    pub(super) fn draft(&self, url: &str, logs: &str) -> Result<Ran> {
        let mut command = self.with_credentials();
        command.args(["generate", "--trail", logs, "--format", "json"]).env("AWS_ENDPOINT_URL", url);
        self.watch(&mut command, &mut |_| Ok(()))
    }

    fn command(&self, url: &str, more: &[&str]) -> Command {
        let mut command = self.with_credentials();
        command
            .args(["analyze", "s3://logs/AWSLogs", "--format", "json", "--endpoint-url", url, "--output"])
            .arg(self.usage())
            .args(more);
        command
    }

    fn with_credentials(&self) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .env("AWS_ACCESS_KEY_ID", "check")
            .env("AWS_SECRET_ACCESS_KEY", "check")
            .env("AWS_REGION", "us-east-1")
            .env("AWS_EC2_METADATA_DISABLED", "true");
        command
    }

    fn watch(&self, command: &mut Command, glance: &mut dyn FnMut(&mut Child) -> Result<()>) -> Result<Ran> {
        let start = Instant::now();
        // Files take any amount of output without somebody reading it meanwhile.
        let (out, err) = (self.folder.join("stdout"), self.folder.join("stderr"));
        let (file, errors) = (fs::File::create(&out)?, fs::File::create(&err)?);
        let mut child = command.stdin(Stdio::null()).stdout(file).stderr(errors).spawn()?;
        let (mut most_memory, mut spent) = (0, 0.0);
        let status = loop {
            most_memory = memory(child.id()).unwrap_or_default().max(most_memory);
            spent = processor(child.id()).unwrap_or_default().max(spent);
            if let Some(status) = child.try_wait()? {
                break status;
            }
            glance(&mut child)?;
            if start.elapsed() > LIMIT {
                child.kill()?;
                child.wait()?;
            }
            sleep(GLANCE);
        };
        let took = start.elapsed();
        let output = Output { status, stdout: fs::read(out)?, stderr: fs::read(err)? };
        Ok(Ran { output, took, most_memory, processor: spent })
    }
}

impl Ran {
    /// A figure of the answer.
    pub(super) fn figure(&self, pointer: &str) -> Result<u64> {
        let says = || String::from_utf8_lossy(&self.output.stderr).into_owned();
        let answer: Value = serde_json::from_slice(&self.output.stdout).with_context(says)?;
        answer.pointer(pointer).and_then(Value::as_u64).with_context(|| format!("there is no `{pointer}`"))
    }
}

/// The peak of a process's memory in bytes, where there is `/proc`.
fn memory(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// The processor time of a process in seconds, where there is `/proc`, whose clock ticks a hundred times a second.
fn processor(id: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name before, in brackets, may hold anything.
    let (_, fields) = status.rsplit_once(") ")?;
    let ticks = |place: usize| fields.split(' ').nth(place)?.parse::<u32>().ok();
    Some(f64::from(ticks(11)? + ticks(12)?) / 100.0)
}
