//! The server over HTTP as a client sees it: a child process on a free port, and requests to it.

use serde_json::{Value, json};
use ureq::http::{HeaderMap, Response};
use ureq::{Agent, Body};

use crate::listening::Listening;
use crate::run::command;

/// The revision whose requests stand alone.
pub(crate) const ALONE: &str = "2026-07-28";

/// A running server.
pub(crate) struct Served {
    process: Listening,
    /// `http://127.0.0.1:PORT`
    pub(crate) base: String,
    /// `/mcp` or `/sse`
    pub(crate) path: String,
    pub(crate) agent: Agent,
}

/// What a request was answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Served {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::with(&[&["--transport", "http"], arguments].concat(), None)
    }

    pub(crate) fn with(arguments: &[&str], token: Option<&str>) -> Self {
        let mut process = command(&[&["mcp", "--port", "0"], arguments].concat());
        if let Some(token) = token {
            process.env("LEASTWISE_MCP_TOKEN", token);
        }
        let (process, url) = Listening::start(&mut process);
        let (address, path) = url.trim_start_matches("http://").split_once('/').unwrap();
        let agent = Agent::config_builder().http_status_as_error(false).build().new_agent();
        Self { process, base: format!("http://{address}"), path: format!("/{path}"), agent }
    }

    pub(crate) fn address(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    /// Sends a body as a client would, with further headers.
    pub(crate) fn send(&self, body: &str, headers: &[(&str, &str)]) -> Response<Body> {
        let mut request = self
            .agent
            .post(format!("{}{}", self.base, self.path))
            .header("content-type", "application/json")
            .header("accept", "application/json, text/event-stream");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send(body).unwrap()
    }

    pub(crate) fn post(&self, body: &str, headers: &[(&str, &str)]) -> Reply {
        let mut response = self.send(body, headers);
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Reply { status, headers, text: response.body_mut().read_to_string().unwrap() }
    }

    /// A request that stands alone, and its answer.
    pub(crate) fn ask(&self, method: &str, params: &Value) -> Value {
        let reply = self.post(&alone(method, params), &alone_headers(method, params));
        reply.messages().pop().unwrap_or_else(|| panic!("{reply:?}"))
    }

    pub(crate) fn call(&self, tool: &str, arguments: &Value) -> Value {
        let answer = self.ask("tools/call", &json!({"name": tool, "arguments": arguments}));
        answer.get("result").unwrap_or_else(|| panic!("{tool}: {answer}")).clone()
    }

    /// Asks the process to end, and gives its exit code and what else it said.
    #[cfg(unix)]
    pub(crate) fn end(self) -> (Option<i32>, String) {
        self.process.end()
    }
}

impl Reply {
    /// The messages of the answer, alone or in a stream.
    pub(crate) fn messages(&self) -> Vec<Value> {
        if self.headers["content-type"] == "application/json" {
            return vec![serde_json::from_str(&self.text).unwrap()];
        }
        self.text.lines().filter_map(event).collect()
    }

    pub(crate) fn error(&self) -> (u16, i64, String) {
        let message: Value = serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{self:?}"));
        assert!(message["id"].is_null(), "{message}");
        let error = &message["error"];
        (self.status, error["code"].as_i64().unwrap(), error["message"].as_str().unwrap().to_owned())
    }
}

/// The message in a line of a stream of events, if it holds one.
pub(crate) fn event(line: &str) -> Option<Value> {
    serde_json::from_str(line.strip_prefix("data:")?.trim()).ok()
}

/// A request that stands alone, as text.
pub(crate) fn alone(method: &str, params: &Value) -> String {
    let mut params = params.clone();
    let meta = &mut params["_meta"];
    meta["io.modelcontextprotocol/protocolVersion"] = json!(ALONE);
    meta["io.modelcontextprotocol/clientInfo"] = json!({"name": "test", "version": "1"});
    meta["io.modelcontextprotocol/clientCapabilities"] = json!({});
    json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).to_string()
}

pub(crate) fn alone_headers<'a>(method: &'a str, params: &'a Value) -> Vec<(&'static str, &'a str)> {
    let name = params["name"].as_str().map(|name| ("mcp-name", name));
    [("mcp-protocol-version", ALONE), ("mcp-method", method)].into_iter().chain(name).collect()
}

/// A client with a session.
pub(crate) struct Session<'a> {
    server: &'a Served,
    pub(crate) id: String,
    version: &'static str,
}

impl<'a> Session<'a> {
    pub(crate) fn begin(server: &'a Served, version: &'static str) -> Self {
        let hello = json!({"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}});
        let hello = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello});
        let reply = server.post(&hello.to_string(), &[]);
        let welcome = reply.messages().pop().unwrap_or_else(|| panic!("{reply:?}"));
        assert_eq!(welcome["result"]["protocolVersion"], version, "{welcome}");
        let id = reply.headers["mcp-session-id"].to_str().unwrap().to_owned();
        let session = Self { server, id, version };
        let begun = session.post(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        assert_eq!(begun.status, 202, "{begun:?}");
        session
    }

    pub(crate) fn headers(&self) -> [(&str, &str); 2] {
        [("mcp-session-id", &self.id), ("mcp-protocol-version", self.version)]
    }

    pub(crate) fn post(&self, message: &Value) -> Reply {
        self.server.post(&message.to_string(), &self.headers())
    }

    pub(crate) fn ask(&self, method: &str, params: &Value) -> Value {
        let reply = self.post(&json!({"jsonrpc": "2.0", "id": 7, "method": method, "params": params}));
        reply.messages().pop().unwrap_or_else(|| panic!("{reply:?}"))
    }

    /// Ends the session.
    pub(crate) fn delete(&self) {
        let mut request = self.server.agent.delete(format!("{}/mcp", self.server.base));
        for (name, value) in self.headers() {
            request = request.header(name, value);
        }
        assert!(request.call().unwrap().status().is_success());
    }
}
