//! Programs that are run to their end or ended: each by its own handle, none outlives its time.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// What a program said until its end.
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) output: String,
    pub(crate) complaints: String,
}

impl Ended {
    pub(crate) fn is_well(&self) -> bool {
        self.code == Some(0)
    }

    /// The end of what it said, for a line of a table.
    pub(crate) fn last_words(&self) -> String {
        let said = if self.complaints.trim().is_empty() { &self.output } else { &self.complaints };
        let lines: Vec<_> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let code = self.code.map_or_else(|| "ended after its time".to_owned(), |code| format!("exit {code}"));
        format!("{code}: {}", lines.iter().rev().take(3).rev().copied().collect::<Vec<_>>().join(" | "))
    }
}

/// Runs a program to its end, or until `limit`. What it says is kept in two files of `folder`.
pub(crate) fn finish(command: &mut Command, folder: &Path, name: &str, limit: Duration) -> Result<Ended> {
    fs::create_dir_all(folder)?;
    let (output, complaints) = (folder.join(format!("{name}.out")), folder.join(format!("{name}.err")));
    command.stdin(Stdio::null()).stdout(File::create(&output)?).stderr(File::create(&complaints)?);
    let child =
        command.spawn().with_context(|| format!("`{}` does not start", command.get_program().display()))?;
    let mut child = Guarded(child);
    let end = Instant::now() + limit;
    let code = loop {
        if let Some(status) = child.0.try_wait()? {
            break Some(status.code().unwrap_or(-1));
        }
        if Instant::now() >= end {
            break None;
        }
        thread::sleep(Duration::from_millis(10));
    };
    let read = |path: &Path| Ok::<_, anyhow::Error>(String::from_utf8_lossy(&fs::read(path)?).into_owned());
    Ok(Ended { code, output: read(&output)?, complaints: read(&complaints)? })
}

/// A server that ends with this value.
pub(crate) struct Served {
    pub(crate) url: String,
    _child: Guarded,
}

const START: Duration = Duration::from_secs(20);

/// Starts a server and waits until it says on standard error where it listens.
pub(crate) fn serve(binary: &Path, arguments: &[&str]) -> Result<Served> {
    let mut command = Command::new(binary);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = Guarded(command.spawn().with_context(|| format!("{}", binary.display()))?);
    let complaints = child.0.stderr.take().context("standard error is not there")?;
    let (sender, receiver) = channel();
    // Reads to the end, so that the server never waits for somebody to read what it says.
    thread::spawn(move || {
        for line in BufReader::new(complaints).lines().map_while(Result::ok) {
            let url = line.split_whitespace().find(|word| word.starts_with("http://"));
            // Nobody receives once the first is known.
            let _ = sender.send(url.map(str::to_owned).ok_or(line));
        }
    });
    let mut said = Vec::new();
    let end = Instant::now() + START;
    loop {
        match receiver.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(Ok(url)) => return Ok(Served { url, _child: child }),
            Ok(Err(line)) => said.push(line),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                bail!("{} does not listen: {}", binary.display(), said.join(" | "))
            }
        }
    }
}

struct Guarded(Child);

impl Drop for Guarded {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
