//! The tools: the list, and those that answer at once.

use rmcp::ErrorData;
use rmcp::model::{CallToolResult, ListToolsResult, Tool};
use serde_json::{Value, json};

use crate::complete;
use crate::resources::{PNG, text};

/// Eight samples of silence.
const WAV: &str = "UklGRiwAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQgAAACAgICAgICAgA==";

const LIST: &[(&str, &str)] = &[
    ("test_simple_text", "Answers with a text"),
    ("test_image_content", "Answers with an image"),
    ("test_audio_content", "Answers with a sound"),
    ("test_embedded_resource", "Answers with a resource"),
    ("test_multiple_content_types", "Answers with a text, an image and a resource"),
    ("test_error_handling", "Always fails"),
    ("test_tool_with_logging", "Logs three lines while it works"),
    ("test_logging_tool", "Logs three lines while it works, where the request wants them"),
    ("test_tool_with_progress", "Reports progress three times"),
    ("test_reconnection", "Answers after a while"),
    ("test_sampling", "Asks the client's model"),
    ("test_elicitation", "Asks the user"),
    ("test_elicitation_sep1034_defaults", "Asks the user, with a default for every kind of field"),
    ("test_elicitation_sep1330_enums", "Asks the user, with every kind of choice"),
    ("test_missing_capability", "Needs a client that can sample"),
    ("test_streaming_elicitation", "Asks the user in the answer"),
    ("test_trigger_tool_change", "Says that the tools have changed"),
    ("test_trigger_prompt_change", "Says that the prompts have changed"),
    ("test_input_required_result_elicitation", "Asks the user first"),
    ("test_input_required_result_sampling", "Asks the client's model first"),
    ("test_input_required_result_list_roots", "Asks for the client's roots first"),
    ("test_input_required_result_request_state", "Asks, and wants its state back"),
    ("test_input_required_result_tampered_state", "Asks, and refuses a state that was changed"),
    ("test_input_required_result_multiple_inputs", "Asks for three things at once"),
    ("test_input_required_result_multi_round", "Asks twice"),
    ("test_input_required_result_capabilities", "Asks for what the client can answer"),
    ("greet", "Greets"),
    ("slow_compute", "Takes its time, as a task where the client knows tasks"),
    ("failing_job", "Is a task, and fails"),
    ("protocol_error_job", "Is a task, and breaks"),
    ("confirm_delete", "Is a task, and asks the user"),
    ("multi_input", "Is a task, and asks the user two things at once"),
    ("test_tool_with_task", "Asks the user first, and is a task then"),
    ("test_custom_headers", "Takes an argument that is sent as a header too"),
    ("json_schema_2020_12_tool", "Takes what a schema with most keywords describes"),
];

pub(crate) fn list() -> Result<ListToolsResult, ErrorData> {
    let tools = LIST.iter().map(|(name, _)| tool(name)).collect::<Option<Vec<_>>>();
    let tools = tools.ok_or_else(|| ErrorData::internal_error("a tool has no schema", None))?;
    Ok(ListToolsResult::with_all_items(tools))
}

pub(crate) fn tool(name: &str) -> Option<Tool> {
    let (name, description) = LIST.iter().find(|(known, _)| *known == name)?;
    Some(Tool::new(*name, *description, schema(name).as_object()?.clone()))
}

/// Answers the tools of this file; none for the name of another.
pub(crate) fn call(name: &str) -> Option<Result<CallToolResult, ErrorData>> {
    let said = |text: &str| json!({ "type": "text", "text": text });
    let image = json!({ "type": "image", "data": PNG, "mimeType": "image/png" });
    let resource = |contents: Value| json!({ "type": "resource", "resource": contents });
    let content = match name {
        "test_simple_text" => vec![said("This is a simple text response for testing.")],
        "test_image_content" => vec![image],
        "test_audio_content" => vec![json!({ "type": "audio", "data": WAV, "mimeType": "audio/wav" })],
        "test_embedded_resource" => {
            let uri = "test://embedded-resource";
            vec![resource(text(uri, "text/plain", "This is an embedded resource content."))]
        }
        "test_multiple_content_types" => {
            let data = json!({ "test": "data", "value": 123 }).to_string();
            let data = resource(text("test://mixed-content-resource", "application/json", &data));
            vec![said("Multiple content types test:"), image, data]
        }
        "test_error_handling" => vec![said("This tool intentionally returns an error for testing")],
        "test_custom_headers" | "json_schema_2020_12_tool" => vec![said("taken")],
        _ => return None,
    };
    Some(complete(json!({ "content": content, "isError": name == "test_error_handling" })))
}

fn schema(tool: &str) -> Value {
    let one = |name: &str| json!({ "type": "object", "properties": { name: { "type": "string" } }, "required": [name] });
    match tool {
        "test_sampling" => one("prompt"),
        "test_elicitation" => one("message"),
        "slow_compute" => json!({ "type": "object", "properties": { "seconds": { "type": "integer" } } }),
        "test_custom_headers" => json!({
            "type": "object",
            "properties": { "region": { "type": "string", "x-mcp-header": "Region" } },
        }),
        "json_schema_2020_12_tool" => json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "$defs": { "address": {
                "$anchor": "addressDef",
                "type": "object",
                "properties": { "street": { "type": "string" }, "city": { "type": "string" } },
            }},
            "properties": {
                "name": { "type": "string" },
                "address": { "$ref": "#/$defs/address" },
                "contactMethod": { "type": "string", "enum": ["phone", "email"] },
                "phone": { "type": "string" },
                "email": { "type": "string" },
            },
            "allOf": [{ "anyOf": [{ "required": ["phone"] }, { "required": ["email"] }] }],
            "if": { "properties": { "contactMethod": { "const": "phone" } }, "required": ["contactMethod"] },
            "then": { "required": ["phone"] },
            "else": { "required": ["email"] },
            "additionalProperties": false,
        }),
        _ => json!({ "type": "object", "properties": {} }),
    }
}
