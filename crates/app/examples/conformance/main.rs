//! The fixtures of the protocol's conformance suite behind the transports of the binary, so that the whole suite can
//! be run against them. Only tests start it; it is never shipped.
#![allow(deprecated, reason = "the suite wants what revision 2026-07-28 has done away with as well")]

mod handler;
mod input_required;
mod prompts;
mod resources;
mod talking;
mod tasks;
mod tools;

use std::process::ExitCode;

use rmcp::ErrorData;
use rmcp::model::{CallToolResponse, CallToolResult};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn main() -> ExitCode {
    let fixtures = handler::Fixtures::new();
    match app::mcp::serve_handlers(move || fixtures.connection()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// The fixtures are written as the JSON that the suite wants to see.
fn typed<T: DeserializeOwned>(value: Value) -> Result<T, ErrorData> {
    serde_json::from_value(value).map_err(|error| ErrorData::internal_error(error.to_string(), None))
}

/// A result with which the request is answered for good: revision 2026-07-28 wants that said, and the SDK leaves it out
/// for clients of those before.
fn complete<T: DeserializeOwned>(mut value: Value) -> Result<T, ErrorData> {
    if let Some(members) = value.as_object_mut() {
        members.insert("resultType".to_owned(), "complete".into());
    }
    typed(value)
}

fn answer(text: &str, is_error: bool) -> Result<CallToolResult, ErrorData> {
    complete(json!({ "content": [{ "type": "text", "text": text }], "isError": is_error }))
}

fn said(text: &str) -> Result<CallToolResponse, ErrorData> {
    answer(text, false).map(Into::into)
}

fn failed(text: &str) -> Result<CallToolResponse, ErrorData> {
    answer(text, true).map(Into::into)
}
