//! `leastwise serve` as a client sees it: a child process on a free port, and requests to it.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::Value;
use ureq::http::{HeaderMap, Response};
use ureq::{Agent, Body};

use crate::listening::Listening;
use crate::run::command;

/// A running server.
pub(crate) struct Rest {
    process: Listening,
    /// `http://127.0.0.1:PORT`
    pub(crate) base: String,
    agent: Agent,
    /// Where its store lies, of which each server has its own.
    _data: tempfile::TempDir,
}

/// What a request was answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Rest {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::with(&[&["--listen", "127.0.0.1:0"], arguments].concat(), &[])
    }

    /// With environment variables.
    pub(crate) fn with(arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut process = command(&[&["serve"], arguments].concat());
        let data = tempfile::tempdir().unwrap();
        process.env("LEASTWISE_DATA", data.path());
        process.envs(variables.iter().copied());
        let (process, base) = Listening::start(&mut process);
        let agent = Agent::config_builder().http_status_as_error(false).build().new_agent();
        Self { base: base.replace("0.0.0.0", "127.0.0.1"), process, agent, _data: data }
    }

    pub(crate) fn address(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    pub(crate) fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address()).unwrap()
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.get_with(path, &[])
    }

    pub(crate) fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        Reply::of(self.open(path, headers))
    }

    /// The answer as a stream.
    pub(crate) fn open(&self, path: &str, headers: &[(&str, &str)]) -> Response<Body> {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.call().unwrap()
    }

    pub(crate) fn post(&self, path: &str, body: &str, headers: &[(&str, &str)]) -> Reply {
        self.send("POST", path, body.as_bytes(), headers)
    }

    pub(crate) fn send(&self, method: &str, path: &str, body: &[u8], headers: &[(&str, &str)]) -> Reply {
        let url = format!("{}{path}", self.base);
        let mut request = match method {
            "POST" => self.agent.post(url),
            "PUT" => self.agent.put(url),
            _ => panic!("{method}"),
        };
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Reply::of(request.send(body).unwrap())
    }

    /// Runs an operation.
    pub(crate) fn ask(&self, operation: &str, request: &Value) -> Reply {
        self.post(&format!("/api/v1/{operation}"), &request.to_string(), &[])
    }

    /// Says something as it stands, and gives all that is answered until the connection ends.
    pub(crate) fn say(&self, words: &str) -> String {
        let mut stream = self.connect();
        stream.write_all(words.as_bytes()).unwrap();
        let mut answer = Vec::new();
        // A server that hangs up on what it does not read may reset the connection behind its answer.
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8(answer).unwrap()
    }

    pub(crate) fn lives(&self) {
        let reply = self.ask("query_action_details", &serde_json::json!({"action": "s3:GetObject"}));
        assert_eq!(reply.json()["result"]["action"], "s3:GetObject", "{reply:?}");
    }

    /// Asks the process to end, and gives its exit code and what else it said.
    #[cfg(unix)]
    pub(crate) fn end(self) -> (Option<i32>, String) {
        self.process.end()
    }

    /// Ends the process without asking, and gives what else it said.
    pub(crate) fn kill(self) -> String {
        self.process.kill()
    }
}

impl Reply {
    fn of(mut response: Response<Body>) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, text: response.body_mut().read_to_string().unwrap() }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{self:?}"))
    }

    /// The status, kind and words of a problem, which must be one.
    pub(crate) fn problem(&self) -> (u16, String, String) {
        assert_eq!(self.headers["content-type"], "application/problem+json", "{self:?}");
        let problem = self.json();
        let text = |name: &str| problem[name].as_str().unwrap_or_else(|| panic!("{self:?}")).to_owned();
        assert_eq!(problem["status"], self.status, "{self:?}");
        assert!(text("type").starts_with("urn:leastwise:") && !text("title").is_empty(), "{self:?}");
        (self.status, text("kind"), text("detail"))
    }
}
