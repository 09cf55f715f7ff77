//! A condition key of a request with its values.

use std::fmt;
use std::str::FromStr;

use schemars::{Schema, SchemaGenerator, json_schema};
use serde::Deserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde_json::Value;

/// A condition key and the values that a request has for it.
///
/// On the command line `KEY=VALUE`, of which a key that comes several times has several values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyValues {
    pub key: String,
    pub values: Vec<String>,
    /// Whether the values came as a list, as those of a multivalued key.
    pub is_list: bool,
}

impl FromStr for KeyValues {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (key, value) =
            text.split_once('=').filter(|(key, _)| !key.is_empty()).ok_or("write `KEY=VALUE`")?;
        Ok(Self { key: key.to_owned(), values: vec![value.to_owned()], is_list: false })
    }
}

/// The members of an object: `{"aws:SourceIp": "203.0.113.9", "aws:TagKeys": ["a", "b"]}`.
pub(crate) fn from_object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<KeyValues>, D::Error> {
    struct Members;
    impl<'de> Visitor<'de> for Members {
        type Value = Vec<KeyValues>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut all = Vec::new();
            while let Some((key, value)) = map.next_entry::<String, Value>()? {
                let (items, is_list) = match value {
                    Value::Array(items) => (items, true),
                    Value::Null => continue,
                    value => (vec![value], false),
                };
                let values = values_of(&key, items)?;
                all.push(KeyValues { key, values, is_list });
            }
            Ok(all)
        }
    }
    deserializer.deserialize_map(Members)
}

/// The values of a condition key as texts.
pub(super) fn values_of<E: Error>(key: &str, items: Vec<Value>) -> Result<Vec<String>, E> {
    let values = items.into_iter().map(scalar).collect::<Option<_>>();
    values.ok_or_else(|| E::custom(format!("the value of `{key}` is neither a value nor a list of values")))
}

fn scalar(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

pub(crate) fn object_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "examples": [{ "aws:SourceIp": "203.0.113.9", "aws:TagKeys": ["team", "stage"] }]
    })
}
