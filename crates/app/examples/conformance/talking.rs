//! Tools that talk with the client while they work: log lines, progress, and questions in the way of the revisions
//! before 2026-07-28, where the server asks and waits.

use std::time::Duration;

use rmcp::ErrorData;
use rmcp::model::{CallToolResponse, ClientCapabilities, JsonObject, ServerNotification, ServerRequest};
use rmcp::service::{RequestContext, RoleServer};
use serde_json::{Value, json};

use crate::input_required::{elicitation, required};
use crate::{failed, said, typed};

const PAUSE: Duration = Duration::from_millis(50);

pub(crate) async fn log(
    context: &RequestContext<RoleServer>,
    wanted: bool,
) -> Result<CallToolResponse, ErrorData> {
    for line in ["Tool execution started", "Tool processing data", "Tool execution completed"] {
        if wanted {
            let params = json!({ "level": "info", "logger": "fixtures", "data": line });
            notify(context, json!({ "method": "notifications/message", "params": params })).await?;
        }
        tokio::time::sleep(PAUSE).await;
    }
    said("logged")
}

pub(crate) async fn progress(context: &RequestContext<RoleServer>) -> Result<CallToolResponse, ErrorData> {
    let token = context.meta.get_progress_token();
    for done in [0, 50, 100] {
        if let Some(token) = &token {
            let params = json!({ "progressToken": token, "progress": done, "total": 100 });
            notify(context, json!({ "method": "notifications/progress", "params": params })).await?;
        }
        tokio::time::sleep(PAUSE).await;
    }
    said("progress reported")
}

pub(crate) async fn reconnection() -> Result<CallToolResponse, ErrorData> {
    tokio::time::sleep(PAUSE).await;
    said("answered")
}

pub(crate) async fn sampling(
    context: &RequestContext<RoleServer>,
    arguments: &JsonObject,
) -> Result<CallToolResponse, ErrorData> {
    if context.client_capabilities().is_none_or(|client| client.sampling.is_none()) {
        return failed("the client has no `sampling`");
    }
    let message = json!({ "role": "user", "content": { "type": "text", "text": arguments.get("prompt") } });
    let params = json!({ "messages": [message], "maxTokens": 100 });
    let answer = ask(context, json!({ "method": "sampling/createMessage", "params": params })).await?;
    said(&format!(
        "LLM response: {}",
        answer.pointer("/content/text").and_then(Value::as_str).unwrap_or_default()
    ))
}

pub(crate) async fn elicitation_of(
    tool: &str,
    context: &RequestContext<RoleServer>,
    arguments: &JsonObject,
) -> Result<CallToolResponse, ErrorData> {
    if context.client_capabilities().is_none_or(|client| client.elicitation.is_none()) {
        return failed("the client has no `elicitation`");
    }
    let (before, message, properties, needed) = match tool {
        "test_elicitation" => {
            let field = |what: &str| json!({ "type": "string", "description": what });
            let fields =
                json!({ "username": field("User's response"), "email": field("User's email address") });
            let message = arguments.get("message").cloned().unwrap_or_default();
            ("User response", message, fields, json!(["username", "email"]))
        }
        "test_elicitation_sep1034_defaults" => {
            ("Elicitation completed", json!("Every field has a default"), with_defaults(), json!([]))
        }
        _ => ("Elicitation completed", json!("Choose"), choices(), json!([])),
    };
    let schema = json!({ "type": "object", "properties": properties, "required": needed });
    let params = json!({ "mode": "form", "message": message, "requestedSchema": schema });
    let answer = ask(context, json!({ "method": "elicitation/create", "params": params })).await?;
    let action = answer.get("action").and_then(Value::as_str).unwrap_or_default();
    let content = answer.get("content").unwrap_or(&Value::Null);
    said(&format!("{before}: action={action}, content={content}"))
}

/// Refuses a client that did not declare `sampling`.
pub(crate) fn missing_capability(
    context: &RequestContext<RoleServer>,
) -> Result<CallToolResponse, ErrorData> {
    if context.client_capabilities().is_some_and(|client| client.sampling.is_some()) {
        return said("the client can sample");
    }
    let needed: ClientCapabilities = typed(json!({ "sampling": {} }))?;
    Err(ErrorData::missing_required_client_capability(needed))
}

pub(crate) fn streaming_elicitation() -> Result<CallToolResponse, ErrorData> {
    let question = elicitation("What is your name?", "name", "string");
    Ok(required(&json!({ "user_name": question }), None)?.into())
}

fn with_defaults() -> Value {
    json!({
        "name": { "type": "string", "default": "John Doe" },
        "age": { "type": "integer", "default": 30 },
        "score": { "type": "number", "default": 95.5 },
        "status": { "type": "string", "enum": ["active", "inactive", "pending"], "default": "active" },
        "verified": { "type": "boolean", "default": true },
    })
}

fn choices() -> Value {
    let titled = |ordinal: &str| {
        let choice =
            |(value, place): (&str, &str)| json!({ "const": value, "title": format!("{place} {ordinal}") });
        [("value1", "First"), ("value2", "Second"), ("value3", "Third")].map(choice)
    };
    let plain = json!(["option1", "option2", "option3"]);
    json!({
        "untitledSingle": { "type": "string", "enum": plain },
        "titledSingle": { "type": "string", "oneOf": titled("Option") },
        "legacyEnum": {
            "type": "string", "enum": ["opt1", "opt2", "opt3"],
            "enumNames": ["Option One", "Option Two", "Option Three"],
        },
        "untitledMulti": { "type": "array", "items": { "type": "string", "enum": plain } },
        "titledMulti": { "type": "array", "items": { "anyOf": titled("Choice") } },
    })
}

async fn notify(context: &RequestContext<RoleServer>, notification: Value) -> Result<(), ErrorData> {
    let sent = context.peer.send_notification(typed::<ServerNotification>(notification)?).await;
    sent.map_err(|error| ErrorData::internal_error(error.to_string(), None))
}

async fn ask(context: &RequestContext<RoleServer>, question: Value) -> Result<Value, ErrorData> {
    let answer = context.peer.send_request(typed::<ServerRequest>(question)?).await;
    let answer = answer.map_err(|error| ErrorData::internal_error(error.to_string(), None))?;
    serde_json::to_value(answer).map_err(|error| ErrorData::internal_error(error.to_string(), None))
}
