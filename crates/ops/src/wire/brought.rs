//! A file as a request brings it along: a path, a text, or the object itself.

use std::borrow::Cow;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::Configuration;
use crate::{Context, OpError};

/// A file that may be large, such as cases or the authorization details of an account.
///
/// On the command line a path, or `-`. In JSON `{"path": "…"}`, `{"text": "…"}`, or what stands in the file.
#[derive(Debug, Clone, PartialEq)]
pub enum Brought {
    Path(PathBuf),
    Text(String),
    Value(Value),
}

impl Brought {
    /// Its bytes, and what it is called; `what` names what comes without a path.
    pub(crate) fn read(&self, what: &str, cx: &Context) -> Result<(String, Vec<u8>), OpError> {
        match self {
            Self::Path(path) => Ok((path.display().to_string(), cx.read_file(path)?)),
            Self::Text(text) => Ok((what.to_owned(), text.clone().into_bytes())),
            Self::Value(value) => {
                let bytes = serde_json::to_vec(value)
                    .map_err(|error| OpError::internal("a JSON value cannot be written").because(error))?;
                Ok((what.to_owned(), bytes))
            }
        }
    }

    /// The folder that paths in it start from.
    pub(crate) fn folder(&self) -> &Path {
        let path = if let Self::Path(path) = self { path.parent() } else { None };
        path.unwrap_or(Path::new(""))
    }

    /// Whether lines and columns mean something to whoever wrote it.
    pub(crate) fn has_lines(&self) -> bool {
        !matches!(self, Self::Value(_))
    }
}

/// An argument of the command line, which need not be UTF-8.
impl From<OsString> for Brought {
    fn from(path: OsString) -> Self {
        Self::Path(path.into())
    }
}

impl<'de> Deserialize<'de> for Brought {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        if !value.is_object() {
            let is_list = value.is_array();
            return is_list.then_some(Self::Value(value)).ok_or_else(|| {
                D::Error::custom("expected a list or an object; a path goes into `path`, a text into `text`")
            });
        }
        Ok(match Configuration::deserialize(value).map_err(D::Error::custom)? {
            Configuration::Path(path) => Self::Path(path),
            Configuration::Text(text) => Self::Text(text),
            Configuration::Object(members) => Self::Value(Value::Object(members)),
        })
    }
}

impl JsonSchema for Brought {
    fn schema_name() -> Cow<'static, str> {
        "Brought".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["object", "array"],
            "description": "What such a file says; or `{\"text\": …}` with its text, or `{\"path\": …}`"
        })
    }
}
