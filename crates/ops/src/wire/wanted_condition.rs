//! A condition that a policy is to have.

use std::str::FromStr;

use schemars::{Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::key_values::values_of;

/// An operator, a condition key and what it is compared with.
///
/// On the command line `OPERATOR:KEY=VALUE`, of which one that comes several times has several values. In JSON as in a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedCondition {
    pub operator: String,
    pub key: String,
    pub values: Vec<String>,
}

const FORM: &str = "write `OPERATOR:KEY=VALUE`, such as `StringEquals:aws:RequestedRegion=eu-west-1`";

impl FromStr for WantedCondition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, value) = text.split_once('=').ok_or(FORM)?;
        let has_set = ["ForAllValues:", "ForAnyValue:"].iter().any(|set| name.starts_with(set));
        let colon = name.match_indices(':').nth(usize::from(has_set)).map(|(at, _)| at).ok_or(FORM)?;
        let (operator, key) = name.split_at(colon);
        let key = key.trim_start_matches(':');
        if operator.is_empty() || key.is_empty() {
            return Err(FORM.to_owned());
        }
        Ok(Self { operator: operator.to_owned(), key: key.to_owned(), values: vec![value.to_owned()] })
    }
}

/// A `Condition` element: `{"StringEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-north-1"]}}`.
pub(crate) fn from_object<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<WantedCondition>, D::Error> {
    let mut all = Vec::new();
    for (operator, keys) in Option::<Map<String, Value>>::deserialize(deserializer)?.unwrap_or_default() {
        let Value::Object(keys) = keys else {
            return Err(D::Error::custom(format!(
                "`{operator}` is not an operator with keys; write them as in a policy: {{\"StringEquals\": {{\"KEY\": \"VALUE\"}}}}"
            )));
        };
        for (key, value) in keys {
            let items = if let Value::Array(items) = value { items } else { vec![value] };
            let values = values_of(&key, items)?;
            all.push(WantedCondition { operator: operator.clone(), key, values });
        }
    }
    Ok(all)
}

pub(crate) fn object_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": ["object", "null"],
        "examples": [{ "StringEquals": { "aws:RequestedRegion": "eu-west-1" } }]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_may_have_a_set_before_them() {
        let read =
            |text: &str| text.parse::<WantedCondition>().map(|one| (one.operator, one.key, one.values));
        let parts = |operator: &str, key: &str, value: &str| {
            Ok((operator.to_owned(), key.to_owned(), vec![value.to_owned()]))
        };
        assert_eq!(read("Bool:aws:SecureTransport=true"), parts("Bool", "aws:SecureTransport", "true"));
        assert_eq!(
            read("ForAnyValue:StringLike:aws:TagKeys=a=b"),
            parts("ForAnyValue:StringLike", "aws:TagKeys", "a=b")
        );
        for text in ["", "Bool", "Bool=true", ":aws:x=1", "Bool:=1"] {
            assert_eq!(read(text), Err(FORM.to_owned()), "{text}");
        }
    }
}
