//! The JSON Schema of `leastwise.yaml`, from the table of its keys.

use serde_json::{Map, Value, json};

use super::keys;
use super::shape::{Key, Shape};

/// The schema of a configuration file, for editors.
pub fn schema() -> Value {
    let mut schema = object(keys::FILE);
    if let Some(members) = schema.as_object_mut() {
        members.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
        members.insert("title".to_owned(), "leastwise.yaml".into());
        members.insert("description".to_owned(), "How Leastwise checks policies".into());
        members.insert("$defs".to_owned(), json!({ "check": object(keys::CHECK) }));
    }
    schema
}

fn object(keys: &[Key]) -> Value {
    let properties: Map<_, _> = keys
        .iter()
        .map(|key| {
            let mut schema = of(&key.shape);
            if let Some(members) = schema.as_object_mut() {
                members.insert("description".to_owned(), key.help.into());
            }
            (key.name.to_owned(), schema)
        })
        .collect();
    json!({ "type": ["object", "null"], "properties": properties, "additionalProperties": false })
}

fn of(shape: &Shape) -> Value {
    match shape {
        Shape::Bool => json!({ "type": "boolean" }),
        Shape::Text => json!({ "type": "string" }),
        Shape::Texts => json!({ "type": ["string", "array"], "items": { "type": "string" } }),
        Shape::Word(words) => json!({ "enum": words() }),
        Shape::Object(keys) => object(keys),
        Shape::List(item) => json!({ "type": ["array", "null"], "items": of(item) }),
        Shape::Checks => checks(),
    }
}

/// A property for the id and each alias of every check.
fn checks() -> Value {
    let mut properties = Map::new();
    for check in lint::CHECKS {
        let block = json!({ "$ref": "#/$defs/check", "description": check.summary });
        properties.insert(check.id.to_owned(), block);
    }
    json!({ "type": ["object", "null"], "properties": properties })
}
