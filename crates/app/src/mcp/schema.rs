//! What of a schema goes over the wire: the list of tools stands in the context of every conversation, where each word costs.

use rmcp::model::JsonObject;
use serde_json::{Map, Value};

/// Members of an answer are described by their names; how deep those of their parts are listed.
const DEPTH: usize = 2;

/// The schema of a request: everything that a caller must know, less what says nothing or was said of an earlier argument.
pub(super) fn request(schema: Value) -> JsonObject {
    let mut request = object(asked(schema));
    let mut told = Vec::new();
    for (name, argument) in request.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten()
    {
        tell_once(argument, name, &mut told);
    }
    request
}

/// The schema of an answer: names and types. Whatever fits the whole schema fits this one.
pub(super) fn answer(schema: Value) -> JsonObject {
    let required = schema.get("required").cloned();
    let mut answer = object(told(schema, DEPTH));
    answer.extend(required.map(|required| ("required".to_owned(), required)));
    answer
}

fn asked(schema: Value) -> Value {
    let says_nothing = |key: &str, value: &Value| match key {
        "default" => value.is_null() || value.as_array().is_some_and(Vec::is_empty),
        "minimum" => value.as_u64() == Some(0),
        _ => false,
    };
    mapped(schema, &mut |key, value| (!says_nothing(key, &value)).then(|| within(key, value, asked)))
}

/// Takes out the members of an object that are those of an earlier argument, and names that argument instead.
fn tell_once(argument: &mut Value, name: &str, told: &mut Vec<(Value, String)>) {
    let is_list = argument.get("items").is_some();
    let holder = if is_list { argument.get_mut("items") } else { Some(&mut *argument) };
    let Some(holder) = holder.and_then(Value::as_object_mut) else { return };
    let Some(members) = holder.get("properties").cloned() else { return };
    let Some((_, earlier)) = told.iter().find(|(known, _)| *known == members) else {
        told.push((members, name.to_owned()));
        return;
    };
    holder.remove("properties");
    let description = argument.get("description").and_then(Value::as_str).unwrap_or_default();
    let description = format!("{description} (members as in `{earlier}`)");
    if let Some(argument) = argument.as_object_mut() {
        argument.insert("description".to_owned(), description.into());
    }
}

fn told(schema: Value, depth: usize) -> Value {
    mapped(schema, &mut |key, value| match key {
        "properties" | "additionalProperties" if depth == 0 => None,
        // Words are listed where they tell what the answer as a whole comes to.
        "enum" if depth + 1 < DEPTH => None,
        "properties" => Some(within(key, value, |part| told(part, depth - 1))),
        "type" | "enum" | "const" => Some(value),
        "items" | "anyOf" | "additionalProperties" => Some(within(key, value, |part| told(part, depth))),
        _ => None,
    })
}

/// The schemas below a member of a schema, each changed.
fn within(key: &str, value: Value, change: impl Fn(Value) -> Value) -> Value {
    match (key, value) {
        ("properties", Value::Object(parts)) => {
            parts.into_iter().map(|(name, part)| (name, change(part))).collect()
        }
        ("anyOf" | "oneOf" | "allOf", Value::Array(choices)) => choices.into_iter().map(change).collect(),
        ("items" | "additionalProperties", part) => change(part),
        (_, value) => value,
    }
}

/// The members of a schema, each changed or left out.
fn mapped(schema: Value, change: &mut dyn FnMut(&str, Value) -> Option<Value>) -> Value {
    let Value::Object(members) = schema else { return schema };
    let members: Map<_, _> = members
        .into_iter()
        .filter_map(|(key, value)| change(&key, value).map(|value| (key, value)))
        .collect();
    Value::Object(members)
}

fn object(value: Value) -> JsonObject {
    if let Value::Object(members) = value { members } else { JsonObject::new() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_request_keeps_what_a_caller_must_know() {
        let schema = json!({"type": "object", "properties": {
            "default": {"type": ["string", "null"], "default": null, "description": "A name"},
            "limit": {"type": "integer", "minimum": 0, "default": 0},
            "many": {"type": "array", "default": [], "items": {"type": "integer", "minimum": 1}},
        }, "required": ["many"], "additionalProperties": false});
        let sent = json!({"type": "object", "properties": {
            "default": {"type": ["string", "null"], "description": "A name"},
            "limit": {"type": "integer", "default": 0},
            "many": {"type": "array", "items": {"type": "integer", "minimum": 1}},
        }, "required": ["many"], "additionalProperties": false});
        assert_eq!(Value::Object(request(schema)), sent);
    }

    #[test]
    fn what_is_said_of_one_argument_is_not_said_of_the_next() {
        let document =
            json!({"type": "object", "properties": {"text": {"type": "string"}}, "description": "Old"});
        let schema = json!({"type": "object", "properties": {
            "old": document,
            "new": {"type": ["object", "null"], "properties": {"text": {"type": "string"}}, "description": "New"},
            "more": {"type": "array", "items": document, "description": "More"},
            "other": {"type": "object", "properties": {"level": {"type": "string"}}, "description": "Other"},
        }});
        let sent = json!({"type": "object", "properties": {
            "old": document,
            "new": {"type": ["object", "null"], "description": "New (members as in `old`)"},
            "more": {"type": "array", "items": {"type": "object", "description": "Old"}, "description": "More (members as in `old`)"},
            "other": {"type": "object", "properties": {"level": {"type": "string"}}, "description": "Other"},
        }});
        assert_eq!(Value::Object(request(schema)), sent);
    }

    #[test]
    fn an_answer_keeps_names_and_types() {
        let deep =
            json!({"type": "object", "properties": {"line": {"type": "integer"}}, "required": ["line"]});
        let issue = json!({"type": "object", "properties": {"description": {"type": "string", "description": "x", "enum": ["y"]}, "span": deep}});
        let schema = json!({"type": "object", "description": "An answer", "required": ["issues"], "properties": {
            "issues": {"type": "array", "items": issue, "description": "What is wrong"},
            "kind": {"type": "string", "enum": ["a", "b"], "default": "a"},
            "other": {"anyOf": [{"type": "object", "properties": {}, "description": "x"}, {"type": "null"}]},
        }});
        let sent = json!({"type": "object", "properties": {
            "issues": {"type": "array", "items": {"type": "object", "properties": {
                "description": {"type": "string"}, "span": {"type": "object"},
            }}},
            "kind": {"type": "string", "enum": ["a", "b"]},
            "other": {"anyOf": [{"type": "object", "properties": {}}, {"type": "null"}]},
        }, "required": ["issues"]});
        assert_eq!(Value::Object(answer(schema)), sent);
    }
}
