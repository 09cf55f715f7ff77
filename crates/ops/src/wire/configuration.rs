//! A configuration as a request names it: a path, a text, or the configuration itself.

use std::borrow::Cow;
use std::ffi::OsString;
use std::path::PathBuf;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// A configuration of a request.
///
/// On the command line a path. In JSON the configuration itself, or `{"text": "…"}`, or `{"path": "…"}`.
#[derive(Debug, Clone, PartialEq)]
pub enum Configuration {
    Path(PathBuf),
    Text(String),
    Object(Map<String, Value>),
}

/// An argument of the command line, which need not be UTF-8.
impl From<OsString> for Configuration {
    fn from(path: OsString) -> Self {
        Self::Path(path.into())
    }
}

impl<'de> Deserialize<'de> for Configuration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = Map::deserialize(deserializer)?;
        let text = |name: &str| match (members.get(name), members.len()) {
            (None, _) => Ok(None),
            (Some(Value::String(text)), 1) => Ok(Some(text.clone())),
            (Some(Value::String(_)), _) => Err(D::Error::custom(format!("`{name}` stands alone"))),
            (Some(_), _) => Err(D::Error::custom(format!("`{name}` is a string"))),
        };
        if let Some(text) = text("text")? {
            return Ok(Self::Text(text));
        }
        if let Some(path) = text("path")? {
            return Ok(Self::Path(path.into()));
        }
        Ok(Self::Object(members))
    }
}

impl JsonSchema for Configuration {
    fn schema_name() -> Cow<'static, str> {
        "Configuration".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "description": "What `leastwise.yaml` may say, as an object; or `{\"text\": …}` with the text of such a file, or `{\"path\": …}`"
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_configuration_is_one_of_three_things() {
        let read =
            |value: Value| serde_json::from_value::<Configuration>(value).map_err(|error| error.to_string());
        let members = json!({"checks": {}}).as_object().cloned().unwrap();
        assert_eq!(read(json!({"text": "checks:"})), Ok(Configuration::Text("checks:".into())));
        assert_eq!(read(json!({"path": "a.yaml"})), Ok(Configuration::Path("a.yaml".into())));
        assert_eq!(read(json!({"checks": {}})), Ok(Configuration::Object(members)));
        assert_eq!(read(json!({"text": "", "path": ""})), Err("`text` stands alone".to_owned()));
        assert_eq!(read(json!({"path": 1})), Err("`path` is a string".to_owned()));
    }
}
