//! The operations as tools.

use std::sync::Arc;

use ops::{Effect, OPERATIONS, Registered};
use rmcp::model::{Tool, ToolAnnotations};

use super::schema;
use crate::titles;

/// All tools, as `tools/list` gives them.
pub fn tools() -> Vec<Tool> {
    OPERATIONS.iter().map(tool).collect()
}

pub(super) fn tool(operation: &Registered) -> Tool {
    let mut request = schema::request((operation.request_schema)().to_value());
    let description = request.remove("description");
    let description = description.as_ref().and_then(|text| text.as_str()).map(titles::description);
    let response = schema::answer((operation.response_schema)().to_value());
    Tool::new(operation.name, description.unwrap_or_default(), request)
        .with_raw_output_schema(Arc::new(response))
        .annotate(annotations(operation))
}

fn annotations(operation: &Registered) -> ToolAnnotations {
    let effect = operation.effect;
    ToolAnnotations::with_title(titles::title(operation.name))
        .read_only(effect == Effect::Read)
        // Files that exist are overwritten.
        .destructive(effect == Effect::WritesFiles)
        // What is written hangs on the request alone, so asking twice is as asking once.
        .idempotent(true)
        .open_world(effect == Effect::Fetches)
}
