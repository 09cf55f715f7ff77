//! A server, which ends with its standard input.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context, Result};

use super::install::Installed;

pub(super) struct Server {
    child: Child,
    output: BufReader<ChildStdout>,
    pub(super) url: String,
}

/// What came in, and what of it went wrong, as asked for.
pub(super) struct Asked {
    pub(super) calls: u64,
    pub(super) wrong: u64,
}

impl Server {
    pub(super) fn dynalite(installed: &Installed) -> Result<Self> {
        let mut command = Command::new("node");
        command.arg(installed.scripts.join("server.cjs")).env("NODE_PATH", &installed.modules);
        Self::start(command)
    }

    pub(super) fn moto(installed: &Installed, options: &[&str]) -> Result<Self> {
        let mut command = Command::new(&installed.python);
        command.arg(installed.scripts.join("server.py")).args(options);
        Self::start(command)
    }

    /// Answers once it serves.
    fn start(mut command: Command) -> Result<Self> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut output = BufReader::new(child.stdout.take().context("a server without output")?);
        let mut port = String::new();
        output.read_line(&mut port)?;
        let port: u16 = port.trim().parse().context("the server did not start")?;
        Ok(Self { child, output, url: format!("http://127.0.0.1:{port}") })
    }

    pub(super) fn stop(mut self) -> Result<Asked> {
        drop(self.child.stdin.take());
        let mut counts = String::new();
        self.output.read_line(&mut counts)?;
        let mut counts = counts.split_whitespace().map(str::parse);
        let mut count = || counts.next().and_then(Result::ok).context("the server does not say what it did");
        Ok(Asked { calls: count()?, wrong: count()? })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
