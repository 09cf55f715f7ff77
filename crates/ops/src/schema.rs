//! JSON Schemas of requests and responses, as MCP takes them (JSON Schema 2020-12).

use crate::OpError;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::Value;

/// The schema of `T` in one piece: clients that read tools seldom follow references.
pub fn of<T: JsonSchema>() -> Schema {
    schema_for::<T>(SchemaSettings::draft2020_12())
}

/// The schema of what is written rather than read: members that are always there are required.
pub fn of_answer<T: JsonSchema>() -> Schema {
    schema_for::<T>(SchemaSettings::draft2020_12().for_serialize())
}

fn schema_for<T: JsonSchema>(settings: SchemaSettings) -> Schema {
    let settings = settings
        .with(|settings| {
            settings.inline_subschemas = true;
            settings.meta_schema = None;
        })
        .with_transform(RecursiveTransform(plainer));
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.remove("title");
    schema
}

/// Takes out what is Rust's rather than JSON's, and what the readers of tools seldom understand.
fn plainer(schema: &mut Schema) {
    // Formats such as `uint32` are unknown to validators.
    let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
    if format.starts_with("uint") || format.starts_with("int") || format == "double" {
        schema.remove("format");
    }
    if let Some(Value::String(text)) = schema.get_mut("description") {
        // That a list may hold several is said by its type.
        *text = paragraphs(text).replace(" (can be repeated)", "");
    }
    // A choice of words, each with its comment, becomes a list of words.
    let words = schema.get("oneOf").and_then(Value::as_array).and_then(|choices| {
        choices.iter().map(words_of).collect::<Option<Vec<_>>>().map(|words| words.concat())
    });
    if let Some(words) = words {
        schema.remove("oneOf");
        schema.insert("type".to_owned(), "string".into());
        schema.insert("enum".to_owned(), words.into());
    }
    // The same, where there may be none.
    let optional = match schema.get("anyOf").and_then(Value::as_array).map(Vec::as_slice) {
        Some([choice, null]) if null.get("type").and_then(Value::as_str) == Some("null") => {
            let mut choice = choice.clone();
            plainer_value(&mut choice);
            words_of(&choice)
        }
        _ => None,
    };
    if let Some(mut words) = optional {
        words.push(Value::Null);
        schema.remove("anyOf");
        schema.insert("type".to_owned(), vec!["string", "null"].into());
        schema.insert("enum".to_owned(), words.into());
    }
}

fn plainer_value(value: &mut Value) {
    if let Ok(schema) = value.try_into() {
        plainer(schema);
    }
}

/// The words that a schema allows, if it allows nothing else.
fn words_of(schema: &Value) -> Option<Vec<Value>> {
    let strings = schema.get("type").and_then(Value::as_str) == Some("string");
    let one = schema.get("const").map(|word| vec![word.clone()]);
    one.or_else(|| schema.get("enum").and_then(Value::as_array).cloned()).filter(|_| strings)
}

/// Text with the line breaks of its paragraphs only.
fn paragraphs(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| paragraph.lines().collect::<Vec<_>>().join(" "));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// JSON as files and terminals get it: indented, with a line break at the end.
pub fn pretty(value: &Value) -> Result<String, OpError> {
    let text = serde_json::to_string_pretty(value);
    Ok(text.map_err(|error| OpError::internal("the answer is not JSON").because(error))? + "\n")
}
