//! A tree as JSON, for answers that show what was written.

use policy::{Node, Value};
use serde_json::{Map, Number, Value as Json};

/// The tree as JSON. Of repeated keys the last counts, and of what has a tag, what it stands on.
pub(super) fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(truth) => Json::Bool(*truth),
        // What no JSON parser would take for a number stays as it was written.
        Value::Number(digits) => {
            digits.parse::<Number>().map_or_else(|_| Json::String(digits.clone()), Json::Number)
        }
        Value::String(text) => Json::String(text.clone()),
        Value::Array(items) => items.iter().map(json).collect(),
        Value::Object(members) => {
            let members = members.iter().map(|member| (member.key.text.clone(), json(&member.value)));
            Json::Object(members.collect::<Map<_, _>>())
        }
        Value::Tagged(_, node) => json(node),
    }
}
