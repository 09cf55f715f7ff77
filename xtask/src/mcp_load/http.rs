//! The server over HTTP, and requests that stand alone.

use anyhow::Result;
use serde_json::{Value, json};

use crate::load::client::{Served, post};

/// The revision whose requests stand alone.
const ALONE: &str = "2026-07-28";

pub(super) fn start(binary: &str, arguments: &[&str]) -> Result<Served> {
    Served::start(binary, &[&["mcp", "--transport", "http", "--port", "0"], arguments].concat())
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
