//! A JSON object whose members are someone else's, such as a policy.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::OpError;

/// A JSON object, members in the order written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JsonObject(pub Map<String, Value>);

impl JsonObject {
    /// Reads what we wrote ourselves.
    pub(crate) fn of_policy(text: &str) -> Result<Self, OpError> {
        serde_json::from_str(text).map_err(|error| OpError::internal("the policy is not JSON").because(error))
    }
}

impl JsonSchema for JsonObject {
    fn schema_name() -> Cow<'static, str> {
        "JsonObject".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object" })
    }
}
