//! Decisions on the wire, and what people expect of them.

use std::borrow::Cow;
use std::str::FromStr;

use eval::Outcome;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What becomes of a request
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(inline)]
pub enum Decision {
    Allowed,
    ExplicitlyDenied,
    ImplicitlyDenied,
    Unknown,
}

/// What somebody expects: a decision, or either denial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expectation {
    Is(Decision),
    Denied,
}

impl Decision {
    pub const ALL: [Self; 4] = [Self::Allowed, Self::ExplicitlyDenied, Self::ImplicitlyDenied, Self::Unknown];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Allowed => "Allowed",
            Self::ExplicitlyDenied => "ExplicitlyDenied",
            Self::ImplicitlyDenied => "ImplicitlyDenied",
            Self::Unknown => "Unknown",
        }
    }

    pub const fn is_denied(self) -> bool {
        matches!(self, Self::ExplicitlyDenied | Self::ImplicitlyDenied)
    }
}

impl From<Outcome> for Decision {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Allowed => Self::Allowed,
            Outcome::ExplicitlyDenied => Self::ExplicitlyDenied,
            Outcome::ImplicitlyDenied => Self::ImplicitlyDenied,
            Outcome::Unknown => Self::Unknown,
        }
    }
}

impl Expectation {
    pub const NAMES: [&'static str; 5] =
        ["Allowed", "Denied", "ExplicitlyDenied", "ImplicitlyDenied", "Unknown"];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Is(decision) => decision.name(),
            Self::Denied => "Denied",
        }
    }

    pub fn is_met_by(self, decision: Decision) -> bool {
        match self {
            Self::Is(expected) => expected == decision,
            Self::Denied => decision.is_denied(),
        }
    }
}

/// Also takes the words of the IAM policy simulator (`explicitDeny`), and `allow` and `deny`; letter case aside.
impl FromStr for Expectation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.to_ascii_lowercase().as_str() {
            "allowed" | "allow" => Ok(Self::Is(Decision::Allowed)),
            "denied" | "deny" => Ok(Self::Denied),
            "explicitlydenied" | "explicitdeny" => Ok(Self::Is(Decision::ExplicitlyDenied)),
            "implicitlydenied" | "implicitdeny" => Ok(Self::Is(Decision::ImplicitlyDenied)),
            "unknown" => Ok(Self::Is(Decision::Unknown)),
            _ => {
                let names = Self::NAMES.map(|name| format!("`{name}`"));
                Err(format!("`{text}` is no decision: there are {}", names.join(", ")))
            }
        }
    }
}

impl Serialize for Expectation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Expectation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl JsonSchema for Expectation {
    fn schema_name() -> Cow<'static, str> {
        "Expectation".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": Self::NAMES })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expectation_is_written_in_several_ways() {
        for (text, name) in [
            ("Allowed", "Allowed"),
            ("allow", "Allowed"),
            ("DENY", "Denied"),
            ("explicitDeny", "ExplicitlyDenied"),
            ("implicitDeny", "ImplicitlyDenied"),
            ("Unknown", "Unknown"),
        ] {
            assert_eq!(text.parse::<Expectation>().map(Expectation::name), Ok(name), "{text}");
        }
        assert!("perhaps".parse::<Expectation>().is_err());
        assert!(Expectation::Denied.is_met_by(Decision::ImplicitlyDenied));
        assert!(!Expectation::Denied.is_met_by(Decision::Unknown));
    }
}
