//! A client over loopback, as plain as it can be: what is measured is the server.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use super::process::Process;

/// The revision whose requests stand alone.
const ALONE: &str = "2026-07-28";

/// Nothing takes as long unless something is wrong.
const PATIENCE: Duration = Duration::from_mins(2);

/// A running server.
pub(super) struct Served {
    child: Child,
    address: String,
}

impl Served {
    pub(super) fn start(binary: &str, arguments: &[&str]) -> Result<Self> {
        let mut command = Command::new(binary);
        command.args(["mcp", "--transport", "http", "--port", "0"]).args(arguments);
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stderr.take().context("no pipe")?).read_line(&mut line)?;
        let address =
            line.trim().strip_prefix("listening on http://").and_then(|url| url.strip_suffix("/mcp"));
        let address = address.with_context(|| format!("not an address: {line}"))?.to_owned();
        Ok(Self { child, address })
    }

    pub(super) fn process(&self) -> Process {
        Process(self.child.id())
    }

    pub(super) fn connect(&self) -> Result<Connection> {
        let stream = TcpStream::connect(&self.address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Connection { stream: BufReader::new(stream) })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One connection, with one request at a time.
pub(super) struct Connection {
    stream: BufReader<TcpStream>,
}

/// What was answered.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) session: Option<String>,
    pub(super) body: String,
}

impl Connection {
    pub(super) fn ask(&mut self, request: &[u8]) -> Result<Reply> {
        self.send(request)?;
        self.receive()
    }

    pub(super) fn send(&mut self, request: &[u8]) -> Result<()> {
        Ok(self.stream.get_mut().write_all(request)?)
    }

    /// Waits until one of them is told anything.
    pub(super) fn wait_for_any(all: &[Self]) -> Result<()> {
        for one in all {
            one.stream.get_ref().set_nonblocking(true)?;
        }
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if all.iter().any(|one| one.stream.get_ref().peek(&mut [0]).is_ok()) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bail!("none of {} connections is told anything", all.len())
    }

    pub(super) fn receive(&mut self) -> Result<Reply> {
        let status = self.line()?;
        let status = status.split(' ').nth(1).context("not an answer")?.parse()?;
        let (mut length, mut session) = (None, None);
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(": ") else { break };
            match name {
                "content-length" => length = Some(value.parse()?),
                "mcp-session-id" => session = Some(value.to_owned()),
                _ => {}
            }
        }
        let mut body = Vec::new();
        if let Some(length) = length {
            self.take(length, &mut body)?;
        } else {
            loop {
                let length = u64::from_str_radix(&self.line()?, 16)?;
                self.take(length, &mut body)?;
                self.line()?;
                if length == 0 {
                    break;
                }
            }
        }
        Ok(Reply { status, session, body: String::from_utf8(body)? })
    }

    fn take(&mut self, length: u64, body: &mut Vec<u8>) -> Result<()> {
        let taken = self.stream.by_ref().take(length).read_to_end(body)?;
        ensure!(taken as u64 == length, "the server hung up");
        Ok(())
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        ensure!(self.stream.read_line(&mut line)? > 0, "the server hung up");
        Ok(line.trim_end().to_owned())
    }
}

/// A whole request, ready to be sent.
pub(super) fn post(body: &str, headers: &[(&str, &str)]) -> Vec<u8> {
    let own: Vec<_> = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!(
        "POST /mcp HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         accept: application/json, text/event-stream\r\ncontent-length: {}\r\n{}\r\n",
        body.len(),
        own.concat()
    );
    [head.as_bytes(), body.as_bytes()].concat()
}

/// A request that stands alone; `close` ends the connection with it.
pub(super) fn alone(method: &str, params: &Value, close: bool) -> Vec<u8> {
    let own = json!({
        "io.modelcontextprotocol/protocolVersion": ALONE,
        "io.modelcontextprotocol/clientInfo": {"name": "load", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    let mut params = params.clone();
    if let (Some(params), Value::Object(own)) = (params.as_object_mut(), own) {
        let meta = params.entry("_meta").or_insert_with(|| json!({}));
        if let Some(meta) = meta.as_object_mut() {
            meta.extend(own);
        }
    }
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).to_string();
    let mut headers = vec![("mcp-protocol-version", ALONE), ("mcp-method", method)];
    headers.extend(params.get("name").and_then(Value::as_str).map(|name| ("mcp-name", name)));
    headers.extend(close.then_some(("connection", "close")));
    post(&body, &headers)
}
