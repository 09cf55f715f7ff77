//! The members of a REST-JSON request, read one by one: what is wrong is said with the member's name, as the service says it.

use serde_json::{Map, Value};

use super::fault::Fault;

/// The body of a request.
pub(super) struct Members(Map<String, Value>);

impl Members {
    pub(super) fn parse(body: &[u8]) -> Result<Self, Fault> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(members)) => Ok(Self(members)),
            Ok(_) => Err(Fault::unparsable("the body is no JSON object")),
            Err(error) => Err(Fault::unparsable(format!("the body is not JSON: {error}"))),
        }
    }

    pub(super) fn optional(&self, name: &str) -> Result<Option<&str>, Fault> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Fault::field(name, "must be a string")),
        }
    }

    pub(super) fn text(&self, name: &str) -> Result<&str, Fault> {
        self.optional(name)?.ok_or_else(|| Fault::field(name, "must be given"))
    }

    /// A policy. An empty text is none.
    pub(super) fn policy(&self, name: &str) -> Result<&str, Fault> {
        let text = self.text(name)?;
        if text.trim().is_empty() { Err(Fault::field(name, "must not be empty")) } else { Ok(text) }
    }

    /// One of some names.
    pub(super) fn choice<T: Copy>(&self, name: &str, choices: &[(&str, T)]) -> Result<T, Fault> {
        let given = self.text(name)?;
        choices.iter().find(|(known, _)| *known == given).map(|(_, meant)| *meant).ok_or_else(|| {
            let names: Vec<_> = choices.iter().map(|(known, _)| *known).collect();
            Fault::field(name, format!("`{given}` must be one of {}", names.join(", ")))
        })
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<u64>, Fault> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(number) => {
                number.as_u64().map(Some).ok_or_else(|| Fault::field(name, "must be a number above 0"))
            }
        }
    }

    /// Nothing is a map without items.
    pub(super) fn map(&self, name: &str) -> Result<Map<String, Value>, Fault> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(Map::new()),
            Some(Value::Object(items)) => Ok(items.clone()),
            Some(_) => Err(Fault::field(name, "must be a map")),
        }
    }

    pub(super) fn list(&self, name: &str) -> Result<&[Value], Fault> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(&[]),
            Some(Value::Array(items)) => Ok(items),
            Some(_) => Err(Fault::field(name, "must be a list")),
        }
    }
}
