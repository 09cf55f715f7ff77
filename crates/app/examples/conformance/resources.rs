//! What can be read: a text, an image, and one resource for every id of a template.

use rmcp::ErrorData;
use rmcp::model::{ListResourceTemplatesResult, ListResourcesResult, ReadResourceResult};
use serde_json::{Value, json};

use crate::complete;

/// One blue pixel.
pub(crate) const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mNQSFgAAAHEASFcollRAAAAAElFTkSuQmCC";

const TEMPLATE: (&str, &str) = ("test://template/", "/data");

pub(crate) fn list() -> Result<ListResourcesResult, ErrorData> {
    complete(json!({ "resources": [
        { "uri": "test://static-text", "name": "static-text", "mimeType": "text/plain",
          "description": "A text that never changes" },
        { "uri": "test://static-binary", "name": "static-binary", "mimeType": "image/png",
          "description": "An image that never changes" },
        { "uri": "test://watched-resource", "name": "watched-resource", "mimeType": "text/plain",
          "description": "A text that may be subscribed to" },
    ]}))
}

pub(crate) fn templates() -> Result<ListResourceTemplatesResult, ErrorData> {
    complete(json!({ "resourceTemplates": [
        { "uriTemplate": "test://template/{id}/data", "name": "template", "mimeType": "application/json",
          "description": "Says which id it was asked for" },
    ]}))
}

pub(crate) fn read(uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let contents = match uri {
        "test://static-text" => text(uri, "text/plain", "This is the content of the static text resource."),
        "test://static-binary" => json!({ "uri": uri, "mimeType": "image/png", "blob": PNG }),
        "test://watched-resource" => text(uri, "text/plain", "Nothing has changed."),
        _ => {
            let id = uri.strip_prefix(TEMPLATE.0).and_then(|rest| rest.strip_suffix(TEMPLATE.1));
            let id = id.filter(|id| !id.is_empty() && !id.contains('/'));
            let id = id.ok_or_else(|| {
                ErrorData::invalid_params("there is no such resource", Some(json!({ "uri": uri })))
            })?;
            let data = json!({ "id": id, "templateTest": true, "data": format!("Data for ID: {id}") });
            text(uri, "application/json", &data.to_string())
        }
    };
    complete(json!({ "contents": [contents] }))
}

pub(crate) fn text(uri: &str, mime_type: &str, text: &str) -> Value {
    json!({ "uri": uri, "mimeType": mime_type, "text": text })
}
