//! `leastwise serve` as AWS's clients see it: a child process on a free port, and requests as they send them.

use serde_json::{Value, json};

use crate::rest_client::Rest;

pub(crate) struct Served(pub(crate) Rest);

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
        let variables = token.map(|token| ("LEASTWISE_SERVE_TOKEN", token));
        Self(Rest::with(&["--listen", "127.0.0.1:0"], variables.as_slice()))
    }

    pub(crate) fn send(&self, path: &str, kind: &str, body: &str, headers: &[(&str, &str)]) -> Reply {
        let own = [("content-type", kind), ("authorization", SIGNED)];
        let reply = self.0.post(path, body, &[&own[..], headers].concat());
        let header = |name: &str| reply.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        Reply {
            status: reply.status,
            kind: header("content-type").unwrap_or_default(),
            fault: header("x-amzn-errortype"),
            id: header("x-amzn-requestid").unwrap_or_default(),
            text: reply.text,
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
