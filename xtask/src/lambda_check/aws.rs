//! The services, which end with their standard input.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result};
use serde_json::{Value, json};

pub(super) struct Aws {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    pub(super) url: String,
}

impl Aws {
    pub(super) fn start(root: &Path, python: &Path) -> Result<Self> {
        let mut child = Command::new(python)
            .arg(root.join("xtask/lambda/aws.py"))
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take().context("services without input")?;
        let mut output = BufReader::new(child.stdout.take().context("services without output")?);
        let mut url = String::new();
        output.read_line(&mut url)?;
        Ok(Self { child, input, output, url: url.trim().to_owned() })
    }

    fn ask(&mut self, question: &Value) -> Result<Value> {
        writeln!(self.input, "{question}")?;
        let mut answer = String::new();
        self.output.read_line(&mut answer)?;
        serde_json::from_str(&answer)
            .with_context(|| format!("the services do not answer to {}", question["do"]))
    }

    /// An empty bucket, empty queues, an empty table; the name of the table.
    pub(super) fn make(&mut self) -> Result<String> {
        let made = self.ask(&json!({"do": "make"}))?;
        made["table"].as_str().map(ToOwned::to_owned).context("there is no table")
    }

    pub(super) fn put(&mut self, folder: &Path, keys: &[String]) -> Result<()> {
        self.ask(&json!({"do": "put", "folder": folder, "keys": keys})).map(drop)
    }

    pub(super) fn send(&mut self, bodies: &[String]) -> Result<()> {
        self.ask(&json!({"do": "send", "bodies": bodies})).map(drop)
    }

    /// Messages of the queue, at most ten; they stay there until they are deleted.
    pub(super) fn receive(&mut self) -> Result<Vec<Value>> {
        let answer = self.ask(&json!({"do": "receive"}))?;
        Ok(answer["messages"].as_array().cloned().unwrap_or_default())
    }

    pub(super) fn delete(&mut self, messages: &[Value]) -> Result<()> {
        let handles: Vec<_> = messages.iter().map(|message| &message["receiptHandle"]).collect();
        self.ask(&json!({"do": "delete", "handles": handles})).map(drop)
    }

    /// Bodies of the dead letters, which are gone then.
    pub(super) fn dead(&mut self) -> Result<Vec<String>> {
        Ok(serde_json::from_value(self.ask(&json!({"do": "dead"}))?["bodies"].take())?)
    }

    /// How often the services were called by a function.
    pub(super) fn count(&mut self, who: &str) -> Result<u64> {
        let answer = self.ask(&json!({"do": "count", "who": who}))?;
        answer["calls"].as_u64().context("there is no count")
    }

    /// What was called, by caller.
    pub(super) fn calls(&mut self) -> Result<Value> {
        self.ask(&json!({"do": "calls"}))
    }
}

impl Drop for Aws {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
