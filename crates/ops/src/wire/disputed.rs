//! Points of the evaluation that AWS's documentation leaves open, by name.

use std::borrow::Cow;
use std::sync::LazyLock;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use eval::Switch;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// A disputed point that is read the other way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disputed(pub Switch);

static ALL: LazyLock<Vec<Disputed>> = LazyLock::new(|| Switch::ALL.into_iter().map(Disputed).collect());

impl ValueEnum for Disputed {
    fn value_variants<'a>() -> &'a [Self] {
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name()).help(meaning(self.0)))
    }
}

impl<'de> Deserialize<'de> for Disputed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let found = Switch::ALL.into_iter().find(|switch| switch.name() == name);
        found.map(Self).ok_or_else(|| {
            let names = Switch::ALL.map(|switch| format!("`{}`", switch.name()));
            D::Error::custom(format!("unknown value `{name}`, expected one of {}", names.join(", ")))
        })
    }
}

impl JsonSchema for Disputed {
    fn schema_name() -> Cow<'static, str> {
        "Disputed".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": Switch::ALL.map(Switch::name) })
    }
}

/// What holds when the switch is on, and what holds otherwise.
const fn meaning(switch: Switch) -> &'static str {
    match switch {
        Switch::SessionPolicyLimitsSessionArn => {
            "A session policy limits what a resource's policy grants to the session's own ARN; else it does not"
        }
        Switch::NegatedFailsOnUnresolvedVariable => {
            "A negated operator fails where its value has a variable without value; else it holds"
        }
        Switch::NotResourceFailsOnUnresolvedVariable => {
            "A statement does not apply if its NotResource has a variable without value; else that entry excludes nothing"
        }
        Switch::ForAnyValueIfExistsNeedsKey => {
            "ForAnyValue:…IfExists fails if the key is absent; else it holds"
        }
        Switch::SingleOperatorTakesAnyValue => {
            "An operator without set prefix looks for any of several values; else it fails, negated or not"
        }
        Switch::NegatedHoldsOnUnreadable => {
            "A negated operator holds where a value is no number, date or address; else it fails"
        }
        Switch::NotPrincipalNeedsAccount => {
            "NotPrincipal spares only those listed with their account; else either entry suffices"
        }
        Switch::EveryoneIncludesServices => {
            "An Allow for `*` covers AWS services too; else only what names them does"
        }
        Switch::MappedAddressIsIpv4 => {
            "An IPv6 address that holds an IPv4 address is that one; else it is one of IPv6"
        }
        Switch::BoolTakesVariables => "Variables count in values of Bool; else they are text",
        Switch::EmptyListIsPresent => "For Null, a key with an empty list is there; else it is absent",
    }
}
