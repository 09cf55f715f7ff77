//! A policy as a request names it: a path, a text, or the policy itself.

use std::borrow::Cow;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::{Context, OpError};

/// A document of a request.
///
/// On the command line a path, or `-`. In JSON `{"text": "…"}`, `{"path": "…"}` or `{"policy": {…}}`; an object with none of these
/// members is taken for the policy itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Document {
    Path(PathBuf),
    Text(String),
    Policy(Map<String, Value>),
}

/// The bytes of a document and what to call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Document {
    pub fn read(&self, cx: &Context) -> Result<Input, OpError> {
        let limit = cx.limits().document_bytes;
        let within = |bytes: Vec<u8>| {
            let fits = bytes.len() as u64 <= limit;
            fits.then_some(Input { name: "policy".to_owned(), bytes })
                .ok_or_else(|| OpError::too_large(format!("the policy is over the limit of {limit} bytes")))
        };
        match self {
            Self::Path(path) => {
                Ok(Input { name: path.display().to_string(), bytes: cx.read_document(path)? })
            }
            Self::Text(text) => within(text.clone().into_bytes()),
            Self::Policy(members) => {
                let text = serde_json::to_vec_pretty(members);
                within(
                    text.map_err(|error| {
                        OpError::internal("a JSON object cannot be written").because(error)
                    })?,
                )
            }
        }
    }

    /// The path, where the document is a file.
    pub fn path(&self) -> Option<&Path> {
        if let Self::Path(path) = self { Some(path) } else { None }
    }
}

/// An argument of the command line, which need not be UTF-8.
impl From<OsString> for Document {
    fn from(path: OsString) -> Self {
        Self::Path(path.into())
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut members = Map::deserialize(deserializer)?;
        let named: Vec<&str> =
            ["text", "path", "policy"].into_iter().filter(|key| members.contains_key(*key)).collect();
        let key = match named.as_slice() {
            [] => return Ok(Self::Policy(members)),
            [key] => *key,
            _ => return Err(D::Error::custom("a document has one of `text`, `path` and `policy`")),
        };
        let value = members.remove(key).unwrap_or_default();
        if let Some(other) = members.keys().next() {
            return Err(D::Error::custom(format!("unknown field `{other}` beside `{key}`")));
        }
        match (key, value) {
            ("policy", Value::Object(policy)) => Ok(Self::Policy(policy)),
            ("text", Value::String(text)) => Ok(Self::Text(text)),
            ("path", Value::String(path)) => Ok(Self::Path(path.into())),
            ("policy", _) => {
                Err(D::Error::custom("`policy` is an object; a policy as text goes into `text`"))
            }
            _ => Err(D::Error::custom(format!("`{key}` is a string"))),
        }
    }
}

impl JsonSchema for Document {
    fn schema_name() -> Cow<'static, str> {
        "Document".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "properties": {
                "policy": { "type": "object", "description": "The policy, which may also stand alone" },
                "text": { "type": "string", "description": "Its text, JSON or YAML" },
                "path": { "type": "string", "description": "Its file" }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_document_is_one_of_four_things() {
        let read =
            |value: Value| serde_json::from_value::<Document>(value).map_err(|error| error.to_string());
        let policy = json!({"Version": "2012-10-17"}).as_object().cloned().unwrap();
        assert_eq!(read(json!({"text": "{}"})), Ok(Document::Text("{}".into())));
        assert_eq!(read(json!({"path": "a.json"})), Ok(Document::Path("a.json".into())));
        assert_eq!(read(json!({"policy": policy.clone()})), Ok(Document::Policy(policy.clone())));
        assert_eq!(read(Value::Object(policy.clone())), Ok(Document::Policy(policy)));
        let refused = [
            (json!({"text": "{}", "path": "a"}), "a document has one of `text`, `path` and `policy`"),
            (json!({"text": "{}", "txt": 1}), "unknown field `txt` beside `text`"),
            (json!({"policy": "{}"}), "`policy` is an object; a policy as text goes into `text`"),
            (json!({"path": 1}), "`path` is a string"),
        ];
        for (value, message) in refused {
            assert_eq!(read(value).unwrap_err(), message);
        }
    }
}
