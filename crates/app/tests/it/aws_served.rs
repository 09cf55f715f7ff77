//! `leastwise serve` as AWS's clients see it: a child process on a free port, and requests as they send them.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use serde_json::{Value, json};
use ureq::Agent;

use crate::run::command;

pub(crate) struct Served {
    child: Child,
    /// Its other end must stay open while the server may complain.
    _errors: BufReader<std::process::ChildStderr>,
    pub(crate) base: String,
    agent: Agent,
}

/// What a request was answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) kind: String,
    /// The name of the fault.
    pub(crate) fault: Option<String>,
    pub(crate) id: String,
    pub(crate) text: String,
}

/// As botocore signs; nobody verifies it.
const SIGNED: &str = "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20261122/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=00";

impl Served {
    pub(crate) fn start() -> Self {
        Self::with_token(None)
    }

    pub(crate) fn with_token(token: Option<&str>) -> Self {
        let mut process = command(&["serve", "--listen", "127.0.0.1:0"]);
        if let Some(token) = token {
            process.env("LEASTWISE_SERVE_TOKEN", token);
        }
        let mut child = process.stderr(Stdio::piped()).spawn().unwrap();
        let mut errors = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        errors.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on ").unwrap_or_else(|| panic!("{line}"));
        let agent = Agent::config_builder().http_status_as_error(false).build().new_agent();
        Self { child, _errors: errors, base: address.trim_end_matches('/').to_owned(), agent }
    }

    pub(crate) fn send(&self, path: &str, kind: &str, body: &str, headers: &[(&str, &str)]) -> Reply {
        let request = self.agent.post(format!("{}{path}", self.base)).header("content-type", kind);
        let signed = request.header("authorization", SIGNED);
        let all = headers.iter().fold(signed, |request, (name, value)| request.header(*name, *value));
        let mut response = all.send(body).unwrap();
        let header =
            |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let (kind, fault, id) =
            (header("content-type"), header("x-amzn-errortype"), header("x-amzn-requestid"));
        Reply {
            status: response.status().as_u16(),
            kind: kind.unwrap_or_default(),
            fault,
            id: id.unwrap_or_default(),
            text: response.body_mut().read_to_string().unwrap(),
        }
    }

    /// A request of REST-JSON.
    pub(crate) fn json(&self, path: &str, body: &Value) -> Reply {
        self.send(path, "application/json", &body.to_string(), &[])
    }

    /// A request of the query protocol to IAM.
    pub(crate) fn form(&self, action: &str, parameters: &[(&str, &str)]) -> Reply {
        self.send("/", "application/x-www-form-urlencoded; charset=utf-8", &form(action, parameters), &[])
    }
}

/// The body of a request of the query protocol.
pub(crate) fn form(action: &str, parameters: &[(&str, &str)]) -> String {
    let encoded = |text: &str| -> String {
        let byte = |byte: u8| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
            b' ' => "+".to_owned(),
            _ => format!("%{byte:02X}"),
        };
        text.bytes().map(byte).collect()
    };
    let given = parameters.iter().map(|(name, value)| format!("&{name}={}", encoded(value)));
    format!("Action={action}&Version=2010-05-08{}", given.collect::<String>())
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Reply {
    /// The body of an answer.
    pub(crate) fn value(&self) -> Value {
        assert_eq!((self.status, self.kind.as_str()), (200, "application/json"), "{self:?}");
        serde_json::from_str(&self.text).unwrap()
    }

    /// Status, name and body of a fault.
    pub(crate) fn refused(&self) -> (u16, &str, Value) {
        let body = serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{self:?}"));
        (self.status, self.fault.as_deref().unwrap_or_default(), body)
    }

    /// What the elements of a name hold in an answer in XML.
    pub(crate) fn elements(&self, name: &str) -> Vec<&str> {
        assert_eq!(self.kind, "text/xml", "{self:?}");
        elements(&self.text, name)
    }
}

/// What the elements of a name hold; of nested ones of that name, nothing sensible.
pub(crate) fn elements<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(&open).skip(1).map(|rest| rest.split(&close).next().unwrap()).collect()
}

pub(crate) fn statement(effect: &str, action: &str, resource: &str) -> Value {
    json!({ "Effect": effect, "Action": action, "Resource": resource })
}

/// A policy as text, in one line.
pub(crate) fn policy(statements: &[Value]) -> String {
    json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}
