//! The JSON Schema of `leastwise.yaml`, from the table of its keys.

use serde_json::{Map, Value, json};

use super::{keys, options};
use crate::reading::shape::{Key, Shape};

/// The schema of a configuration file, for editors.
pub fn schema() -> Map<String, Value> {
    let described = "How Leastwise checks policies";
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("title".to_owned(), "leastwise.yaml".into());
    schema.insert("description".to_owned(), described.into());
    if let Value::Object(members) = object(keys::FILE) {
        schema.extend(members);
    }
    schema.insert("$defs".to_owned(), json!({ "check": object(keys::CHECK) }));
    schema
}

fn object(keys: &[Key]) -> Value {
    let properties: Map<_, _> =
        keys.iter().map(|key| (key.name.to_owned(), described(&key.shape, key.help))).collect();
    json!({ "type": ["object", "null"], "properties": properties, "additionalProperties": false })
}

fn described(shape: &Shape, help: &str) -> Value {
    let mut members = Map::new();
    members.insert("description".to_owned(), help.into());
    if let Value::Object(of) = of(shape) {
        members.extend(of);
    }
    members.into()
}

fn of(shape: &Shape) -> Value {
    match shape {
        Shape::Bool => json!({ "type": ["boolean", "null"] }),
        Shape::Text => json!({ "type": ["string", "null"] }),
        Shape::Texts => json!({ "type": ["string", "array", "null"], "items": { "type": "string" } }),
        Shape::Values => {
            let value = ["string", "number", "boolean"];
            json!({ "type": ["string", "number", "boolean", "array", "null"], "items": { "type": value } })
        }
        Shape::Word(words) => json!({ "enum": words() }),
        Shape::Words(words) => {
            let word = json!({ "enum": words() });
            json!({ "anyOf": [word, { "type": ["array", "null"], "items": word }] })
        }
        Shape::Object(keys) => object(keys),
        Shape::List(item) => json!({ "type": ["array", "null"], "items": of(item) }),
        Shape::Named(_) => checks(),
        Shape::Options(command, _) => options::schema(command),
        Shape::Any | Shape::NoEffect => json!({ "type": ["object", "null"] }),
    }
}

/// A property for every check; the ids of other tools are as good, and are not told from misspelled ones here.
fn checks() -> Value {
    let mut properties = Map::new();
    for check in lint::CHECKS {
        let options = keys::options_of(check.id);
        let mut block = json!({ "description": check.summary, "$ref": "#/$defs/check" });
        if !options.is_empty()
            && let Some(members) = block.as_object_mut()
        {
            members.insert("properties".to_owned(), json!({ "options": object(options) }));
        }
        properties.insert(check.id.to_owned(), block);
    }
    json!({ "type": ["object", "null"], "properties": properties, "additionalProperties": { "$ref": "#/$defs/check" } })
}
