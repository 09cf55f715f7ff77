//! A client over loopback, as plain as it can be: what is measured is the server.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::process::Process;

/// Nothing takes as long unless something is wrong.
const PATIENCE: Duration = Duration::from_mins(2);

/// A running server.
pub(crate) struct Served {
    child: Child,
    address: String,
}

impl Served {
    /// Starts a server that says on standard error where it listens.
    pub(crate) fn start(binary: &str, arguments: &[&str]) -> Result<Self> {
        let mut command = Command::new(binary);
        command.args(arguments);
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stderr.take().context("no pipe")?).read_line(&mut line)?;
        let url = line.trim().strip_prefix("listening on http://");
        let address = url.and_then(|url| url.split('/').next());
        let address = address.with_context(|| format!("not an address: {line}"))?.to_owned();
        Ok(Self { child, address })
    }

    pub(crate) fn process(&self) -> Process {
        Process(self.child.id())
    }

    pub(crate) fn connect(&self) -> Result<Connection> {
        Ok(Connection { stream: BufReader::new(self.stream()?) })
    }

    pub(crate) fn stream(&self) -> Result<TcpStream> {
        let stream = TcpStream::connect(&self.address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(stream)
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
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
}

/// What was answered.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) session: Option<String>,
    pub(crate) body: String,
}

impl Connection {
    pub(crate) fn ask(&mut self, request: &[u8]) -> Result<Reply> {
        self.send(request)?;
        self.receive()
    }

    pub(crate) fn send(&mut self, request: &[u8]) -> Result<()> {
        Ok(self.stream.get_mut().write_all(request)?)
    }

    /// Waits until one of them is told anything.
    pub(crate) fn wait_for_any(all: &[Self]) -> Result<()> {
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

    pub(crate) fn receive(&mut self) -> Result<Reply> {
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
pub(crate) fn post(body: &str, headers: &[(&str, &str)]) -> Vec<u8> {
    let own: Vec<_> = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!(
        "POST /mcp HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         accept: application/json, text/event-stream\r\ncontent-length: {}\r\n{}\r\n",
        body.len(),
        own.concat()
    );
    [head.as_bytes(), body.as_bytes()].concat()
}
