//! A client over pipes.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::load::process::Process;

/// A client after its handshake.
pub(super) struct Piped {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Piped {
    pub(super) fn start(binary: &str) -> Result<Self> {
        let mut child =
            Command::new(binary).arg("mcp").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let input = child.stdin.take().context("no pipe")?;
        let output = BufReader::new(child.stdout.take().context("no pipe")?);
        let mut client = Self { child, input, output };
        let hello = json!({"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "load", "version": "1"}});
        client
            .send(&json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello}).to_string())?;
        client.send(r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#)?;
        client.receive()?;
        Ok(client)
    }

    pub(super) fn process(&self) -> Process {
        Process(self.child.id())
    }

    pub(super) fn send(&mut self, line: &str) -> Result<()> {
        self.input.write_all(line.as_bytes())?;
        Ok(self.input.write_all(b"\n")?)
    }

    pub(super) fn receive(&mut self) -> Result<String> {
        let mut line = String::new();
        ensure!(self.output.read_line(&mut line)? > 0, "the server is gone");
        Ok(line)
    }

    /// The answer to the only request under way.
    pub(super) fn ask(&mut self, line: &str) -> Result<String> {
        self.send(line)?;
        self.receive()
    }

    /// Sends requests from another thread while the answers are read here.
    pub(super) fn flood(&mut self, lines: &[String]) -> Result<Vec<String>> {
        let (input, output) = (&mut self.input, &mut self.output);
        std::thread::scope(|scope| {
            let sent = scope.spawn(move || lines.iter().try_for_each(|line| writeln!(input, "{line}")));
            let answers = output.lines().take(lines.len()).collect::<Result<_, _>>()?;
            sent.join().map_err(|_| anyhow::anyhow!("the sender is gone"))??;
            Ok(answers)
        })
    }
}

impl Drop for Piped {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A request with its id.
pub(super) fn request(id: usize, method: &str, params: &Value) -> String {
    json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string()
}
