//! The server, which ends with its standard input.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context, Result};

pub(super) struct Server {
    child: Child,
    output: BufReader<ChildStdout>,
    pub(super) url: String,
}

/// What was asked of a server.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) objects: u64,
    pub(super) refused: u64,
}

impl Server {
    /// Serves the folder; answers once it does.
    pub(super) fn start(root: &Path, python: &Path, folder: &Path, options: &[&str]) -> Result<Self> {
        let mut child = Command::new(python)
            .arg(root.join("xtask/s3/server.py"))
            .arg(folder)
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
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
        Ok(Asked { objects: count()?, refused: count()? })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
