//! The Lambda Runtime API: one function asks for events and gives answers
//! (<https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>).

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// How long an invocation may take.
const LIMIT: Duration = Duration::from_mins(5);

/// What a function said of an event, or before the first one.
#[derive(Debug)]
pub(super) enum Said {
    Answer(Value),
    Error(Value),
}

/// Hands events to the one process that asks here.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    events: Sender<(String, Value)>,
    said: Receiver<(String, Said)>,
    number: u32,
}

impl Server {
    pub(super) fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let (events, asked) = channel();
        let (answers, said) = channel();
        let asked = Arc::new(Mutex::new(asked));
        // Ends with the process: the function keeps its connections.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (asked, answers) = (Arc::clone(&asked), answers.clone());
                std::thread::spawn(move || serve(&stream, &asked, &answers));
            }
        });
        Ok(Self { address, events, said, number: 0 })
    }

    /// Hands out an event; [`Self::answer`] is what becomes of it.
    pub(super) fn begin(&mut self, event: &Value) -> Result<()> {
        self.number += 1;
        self.events.send((self.id(), event.clone())).context("nobody takes events")
    }

    /// What the function says of the event that began last.
    pub(super) fn answer(&self) -> Result<Said> {
        let (id, said) = self.said.recv_timeout(LIMIT).context("the function does not answer")?;
        if id != self.id() {
            bail!("the function spoke of `{id}`: {said:?}");
        }
        Ok(said)
    }

    /// Whether the function said something already, which is lost then.
    pub(super) fn has_answered(&self) -> bool {
        self.said.try_recv().is_ok()
    }

    fn id(&self) -> String {
        format!("request-{}", self.number)
    }
}

/// Answers a connection's requests until it ends.
fn serve(stream: &TcpStream, asked: &Mutex<Receiver<(String, Value)>>, said: &Sender<(String, Said)>) {
    let mut reader = BufReader::new(stream);
    while let Some((method, path, body)) = request(&mut reader) {
        let path: Vec<_> = path.trim_start_matches("/2018-06-01/runtime/").split('/').collect();
        let answer = match (method.as_str(), path.as_slice()) {
            ("GET", ["invocation", "next"]) => {
                let Ok((id, event)) = asked.lock().unwrap_or_else(PoisonError::into_inner).recv() else {
                    return;
                };
                next(&id, &event)
            }
            ("POST", ["invocation", id, "response"]) => tell(said, id, Said::Answer(body)),
            ("POST", ["invocation", id, "error"]) => tell(said, id, Said::Error(body)),
            ("POST", ["init", "error"]) => tell(said, "init", Said::Error(body)),
            _ => respond("404 Not Found", "", ""),
        };
        if (&*stream).write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

fn tell(said: &Sender<(String, Said)>, id: &str, what: Said) -> String {
    match said.send((id.to_owned(), what)) {
        Ok(()) => respond("202 Accepted", "", "{\"status\":\"OK\"}"),
        Err(_) => respond("500 Internal Server Error", "", ""),
    }
}

fn next(id: &str, event: &Value) -> String {
    #[allow(clippy::disallowed_methods, reason = "deadlines are times")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let headers = format!(
        "Lambda-Runtime-Aws-Request-Id: {id}\r\nLambda-Runtime-Deadline-Ms: {}\r\n\
        Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:123456789012:function:check\r\n",
        (now + LIMIT).as_millis()
    );
    respond("200 OK", &headers, &event.to_string())
}

fn respond(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Method, path and body, which is null where it is no JSON.
fn request(reader: &mut BufReader<&TcpStream>) -> Option<(String, String, Value)> {
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0).map(|_| line.trim_end().to_owned())
    };
    let first = line()?;
    let mut words = first.split(' ').map(ToOwned::to_owned);
    let (method, path) = (words.next()?, words.next()?);
    let mut length = 0;
    loop {
        let header = line()?;
        if header.is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((method, path, serde_json::from_slice(&body).unwrap_or_default()))
}
