//! A server that somebody else wrote, started by a script that prints its port, ends with its standard input, and then
//! prints two counts of what it was asked.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context, Result};

pub(crate) struct Server {
    child: Child,
    output: BufReader<ChildStdout>,
    pub(crate) url: String,
}

impl Server {
    /// Answers once it serves.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut output = BufReader::new(child.stdout.take().context("a server without output")?);
        let mut port = String::new();
        output.read_line(&mut port)?;
        let port: u16 = port.trim().parse().context("the server did not start")?;
        Ok(Self { child, output, url: format!("http://127.0.0.1:{port}") })
    }

    /// Ends it; its two counts, whose meaning is that of its script.
    pub(crate) fn stop(mut self) -> Result<[u64; 2]> {
        drop(self.child.stdin.take());
        let mut counts = String::new();
        self.output.read_line(&mut counts)?;
        let mut counts = counts.split_whitespace().map(str::parse);
        let mut count = || counts.next().and_then(Result::ok).context("the server does not say what it did");
        Ok([count()?, count()?])
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
