//! A policy as a request hands it over: the policy itself, or its text.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::Document;

/// A document of a request that may also be a string with its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Given(pub Document);

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(text) if text.contains(['{', '\n']) => Ok(Self(Document::Text(text))),
            Value::String(_) => Err(D::Error::custom(
                "a string here is the text of a policy; a file or folder goes into `path`",
            )),
            other => Document::deserialize(other).map(Self).map_err(D::Error::custom),
        }
    }
}

impl JsonSchema for Given {
    fn schema_name() -> Cow<'static, str> {
        "Given".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["object", "string"],
            "description": "The policy itself, its text, or `{\"text\": …}` or `{\"path\": …}`"
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_string_is_a_text_and_no_path() {
        let read = |value: Value| serde_json::from_value::<Given>(value).map_err(|error| error.to_string());
        assert_eq!(read(json!("{}")), Ok(Given(Document::Text("{}".into()))));
        assert_eq!(read(json!({"path": "a.json"})), Ok(Given(Document::Path("a.json".into()))));
        for (value, says) in [
            (json!("policies/a.json"), "a string here is the text of a policy"),
            (json!([]), "expected a map"),
        ] {
            assert!(read(value).unwrap_err().contains(says));
        }
    }
}
