//! A small HTTP server on this machine that stands for AWS's Service Reference.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What is answered to a path.
#[derive(Clone)]
pub(crate) enum Reply {
    Body(Vec<u8>),
    Redirect(String),
    Status(u16),
    /// So many bytes without an end in sight.
    Endless(usize),
    /// A promise of more bytes than are sent.
    Cut(Vec<u8>),
}

#[derive(Default)]
struct State {
    replies: BTreeMap<String, Reply>,
    asked: Vec<String>,
}

pub(crate) struct Server {
    pub(crate) url: String,
    state: Arc<Mutex<State>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State::default()));
        let shared = state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = shared.clone();
                // A client that closes early is what some tests want.
                std::thread::spawn(move || answer(stream, &shared).unwrap_or_default());
            }
        });
        Self { url, state }
    }

    pub(crate) fn set(&self, path: &str, reply: Reply) {
        self.state.lock().unwrap().replies.insert(path.to_owned(), reply);
    }

    /// The paths asked for since the last time, in order of their names.
    pub(crate) fn asked(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut self.state.lock().unwrap().asked);
        asked.sort();
        asked
    }
}

fn answer(mut stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let reply = {
        let mut state = state.lock().unwrap();
        state.asked.push(path.clone());
        state.replies.get(&path).cloned()
    };
    let head = |status: &str, length: usize| {
        format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n")
    };
    match reply {
        Some(Reply::Body(body)) => {
            stream.write_all((head("200 OK", body.len()) + "\r\n").as_bytes())?;
            stream.write_all(&body)
        }
        Some(Reply::Cut(body)) => {
            stream.write_all((head("200 OK", body.len() + 100) + "\r\n").as_bytes())?;
            stream.write_all(&body)
        }
        Some(Reply::Redirect(to)) => {
            stream.write_all((head("302 Found", 0) + &format!("Location: {to}\r\n\r\n")).as_bytes())
        }
        Some(Reply::Status(status)) => {
            stream.write_all((head(&format!("{status} No"), 0) + "\r\n").as_bytes())
        }
        Some(Reply::Endless(bytes)) => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
            let block = vec![b' '; 1 << 16];
            (0..bytes / block.len()).try_for_each(|_| stream.write_all(&block))
        }
        None => stream.write_all((head("404 Not Found", 0) + "\r\n").as_bytes()),
    }
}
