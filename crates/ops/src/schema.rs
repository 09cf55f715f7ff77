//! JSON Schemas of requests and responses, as MCP and OpenAPI 3.1 take them (JSON Schema 2020-12).

use crate::OpError;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};

/// The schema of `T` in one piece: clients that read tools seldom follow references.
pub fn of<T: JsonSchema>() -> Schema {
    let settings = SchemaSettings::draft2020_12()
        .with(|settings| {
            settings.inline_subschemas = true;
            settings.meta_schema = None;
        })
        .with_transform(RecursiveTransform(without_rust_formats));
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.remove("title");
    schema
}

/// Formats such as `uint32` are Rust's, not JSON Schema's: validators warn about them.
fn without_rust_formats(schema: &mut Schema) {
    let ours = schema.get("format").and_then(|format| format.as_str());
    if ours
        .is_some_and(|format| format.starts_with("uint") || format.starts_with("int") || format == "double")
    {
        schema.remove("format");
    }
}

/// JSON as files and terminals get it: indented, with a line break at the end.
pub fn pretty(value: &serde_json::Value) -> Result<String, OpError> {
    let text = serde_json::to_string_pretty(value);
    Ok(text.map_err(|error| OpError::internal("the answer is not JSON").because(error))? + "\n")
}
