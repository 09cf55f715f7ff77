//! The report of an earlier run as a request names it: a path, a text, or the report itself.

use std::borrow::Cow;
use std::ffi::OsString;
use std::path::PathBuf;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::Configuration;

/// The report of an earlier run, in one of the forms `json` and `sarif`.
///
/// On the command line a path. In JSON the report itself, or `{"text": "…"}`, or `{"path": "…"}`.
#[derive(Debug, Clone, PartialEq)]
pub enum EarlierReport {
    Path(PathBuf),
    Text(String),
    Object(Map<String, Value>),
}

/// An argument of the command line, which need not be UTF-8.
impl From<OsString> for EarlierReport {
    fn from(path: OsString) -> Self {
        Self::Path(path.into())
    }
}

impl<'de> Deserialize<'de> for EarlierReport {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Configuration::deserialize(deserializer)? {
            Configuration::Path(path) => Self::Path(path),
            Configuration::Text(text) => Self::Text(text),
            Configuration::Object(members) => Self::Object(members),
        })
    }
}

impl JsonSchema for EarlierReport {
    fn schema_name() -> Cow<'static, str> {
        "EarlierReport".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "description": "The answer of an earlier call; or `{\"text\": …}` with its text, or `{\"path\": …}`"
        })
    }
}
