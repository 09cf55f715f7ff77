//! What is asked of the server.

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use crate::load::client::Served;

/// A server with a store of its own.
pub(super) fn start(binary: &str, folder: &Path) -> Result<Served> {
    let store = folder.join("load.store").display().to_string();
    let audit = folder.join("audit.jsonl").display().to_string();
    Served::start(binary, &["serve", "--listen", "127.0.0.1:0", "--store", &store, "--audit", &audit])
}

/// A whole request, ready to be sent.
pub(super) fn request(method: &str, path: &str, media: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: {media}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// A call of an operation.
pub(super) fn call(operation: &str, body: &Value) -> Vec<u8> {
    request("POST", &format!("/api/v1/{operation}"), "application/json", body.to_string().as_bytes())
}

/// A call whose answer is short, and right only if it was computed.
pub(super) fn one_statement() -> Vec<u8> {
    call(
        "validate_policy",
        &json!({"policy": {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}]}}),
    )
}

pub(super) fn is_right(answer: &str) -> bool {
    answer.contains("\"is_valid\":true")
}

/// What people and programs ask in the course of an hour.
pub(super) fn mix() -> Vec<Vec<u8>> {
    let policy = |action: &str, resource: &str| json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": resource}]});
    let get = |path: &str| request("GET", path, "application/json", b"");
    let narrow = policy("s3:GetObject", "arn:aws:s3:::reports/*");
    let wide = policy("s3:*", "*");
    vec![
        one_statement(),
        call("validate_policy", &json!({"policy": wide})),
        call("explain_policy", &json!({"policy": narrow})),
        call("compare_policies", &json!({"policy_a": narrow, "policy_b": wide})),
        call("query_action_details", &json!({"action": "s3:GetObject"})),
        call("expand_wildcard_action", &json!({"pattern": "ec2:Describe*"})),
        call("suggest_actions", &json!({"description": "read objects of a bucket"})),
        get("/api/v1/operations"),
        get("/api/v1/principals?sort=calls"),
        get("/api/v1/usage?by=action"),
        get("/api/v1/runs"),
        get("/api/v1/policies/load"),
        get("/api/v1/stats"),
        request("POST", "/api/v1/generate", "application/json", b"{}"),
        get("/metrics"),
        get("/readyz"),
    ]
}
