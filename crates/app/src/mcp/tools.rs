//! The operations as tools.

use std::sync::Arc;

use ops::{Effect, OPERATIONS, Registered};
use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde_json::Value;

/// All tools, as `tools/list` gives them.
pub fn tools() -> Vec<Tool> {
    OPERATIONS.iter().map(tool).collect()
}

pub(super) fn tool(operation: &Registered) -> Tool {
    let mut request = object((operation.request_schema)().to_value());
    let description =
        request.remove("description").and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default();
    let mut response = object((operation.response_schema)().to_value());
    response.remove("description");
    let annotations = ToolAnnotations::new()
        .read_only(operation.effect == Effect::Read)
        .destructive(operation.effect == Effect::WritesFiles)
        .idempotent(true)
        .open_world(operation.effect == Effect::Fetches);
    Tool::new(operation.name, description, request)
        .with_raw_output_schema(Arc::new(response))
        .annotate(annotations)
}

fn object(value: Value) -> JsonObject {
    if let Value::Object(members) = value { members } else { JsonObject::new() }
}
