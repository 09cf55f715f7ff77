//! A policy of an organization as a request names it: with the level that it is attached to.

use std::borrow::Cow;
use std::ffi::OsString;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::Document;

/// A policy and the level of the organization that it is attached to: the root, a unit, or the account.
///
/// On the command line `LEVEL=FILE` or `FILE`. In JSON a document with one more member, `level`.
#[derive(Debug, Clone, PartialEq)]
pub struct Leveled {
    /// Empty if nobody said.
    pub level: String,
    pub document: Document,
}

/// What stands before the first `=` is a level if it is a word; `./a=b.json` is a path.
impl From<OsString> for Leveled {
    fn from(argument: OsString) -> Self {
        let is_word = |text: &str| {
            !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        };
        match argument.to_str().and_then(|text| text.split_once('=')) {
            Some((level, path)) if is_word(level) => {
                Self { level: level.to_owned(), document: Document::Path(path.into()) }
            }
            _ => Self { level: String::new(), document: argument.into() },
        }
    }
}

impl<'de> Deserialize<'de> for Leveled {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut members = Map::deserialize(deserializer)?;
        let level = match members.remove("level") {
            None => String::new(),
            Some(Value::String(level)) => level,
            Some(_) => return Err(D::Error::custom("`level` is a string")),
        };
        let document = Document::deserialize(Value::Object(members)).map_err(D::Error::custom)?;
        Ok(Self { level, document })
    }
}

impl JsonSchema for Leveled {
    fn schema_name() -> Cow<'static, str> {
        "Leveled".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "properties": {
                "level": { "type": "string", "description": "What it is attached to, such as `r-abcd`; policies of one level count together" },
                "policy": { "type": "object", "description": "The policy" },
                "text": { "type": "string", "description": "Its text, JSON or YAML" },
                "path": { "type": "string", "description": "Its file" }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_a_word_before_the_path() {
        for (argument, level, path) in [
            ("r-1=a.json", "r-1", "a.json"),
            ("a.json", "", "a.json"),
            ("./a=b.json", "", "./a=b.json"),
            ("=a.json", "", "=a.json"),
            ("123456789012=x=y.json", "123456789012", "x=y.json"),
        ] {
            let leveled = Leveled::from(OsString::from(argument));
            assert_eq!((leveled.level.as_str(), leveled.document), (level, Document::Path(path.into())));
        }
    }
}
