//! Which tools a client is offered: fewer cost an assistant fewer tokens.

use clap::ValueEnum;
use clap::builder::PossibleValue;
use ops::{Effect, OPERATIONS, Registered};

/// A choice of tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    #[default]
    Full,
    ValidateOnly,
    Query,
    Generate,
    ReadOnly,
    Compact,
}

const VALIDATE_ONLY: &[&str] = &[
    "validate_policy",
    "validate_policies",
    "validate_policies_batch",
    "quick_validate",
    "list_checks",
    "get_check_details",
    "get_issue_guidance",
];

const QUERY: &[&str] = &[
    "query_services",
    "query_service_actions",
    "query_action_details",
    "query_actions_batch",
    "query_arn_formats",
    "query_condition_keys",
    "expand_wildcard_action",
    "suggest_actions",
    "check_actions_batch",
    "check_sensitive_actions",
    "list_sensitive_actions",
    "get_required_conditions",
    "catalog_status",
];

const GENERATE: &[&str] = &[
    "suggest_actions",
    "build_minimal_policy",
    "build_arn",
    "list_templates",
    "get_template",
    "generate_policy_from_template",
    "generate_policies",
    "check_sensitive_actions",
    "get_required_conditions",
    "query_action_details",
    "query_arn_formats",
    "fix_policy_issues",
    "validate_policy",
];

const COMPACT: &[&str] = &["validate_policies", "query", "describe_checks", "get_config", "set_config"];

impl Profile {
    /// The operations it offers, in the order of the table.
    pub fn operations(self) -> impl Iterator<Item = &'static Registered> {
        OPERATIONS.iter().filter(move |operation| self.offers(operation))
    }

    fn offers(self, operation: &Registered) -> bool {
        match self.names() {
            Some(names) => names.contains(&operation.name),
            None => self == Self::Full || operation.effect == Effect::Read,
        }
    }

    /// The names it lists; `None` where a rule chooses.
    fn names(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Full | Self::ReadOnly => None,
            Self::ValidateOnly => Some(VALIDATE_ONLY),
            Self::Query => Some(QUERY),
            Self::Generate => Some(GENERATE),
            Self::Compact => Some(COMPACT),
        }
    }
}

impl ValueEnum for Profile {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Full, Self::ValidateOnly, Self::Query, Self::Generate, Self::ReadOnly, Self::Compact]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::Full => ("full", "All tools"),
            Self::ValidateOnly => ("validate-only", "Checks policies and explains the checks"),
            Self::Query => ("query", "Looks AWS's actions, resources and condition keys up"),
            Self::Generate => ("generate", "Drafts policies and checks the drafts"),
            Self::ReadOnly => ("read-only", "All tools that change nothing"),
            Self::Compact => ("compact", "A handful of tools that each do much"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_an_operation_and_stands_once() {
        for profile in Profile::value_variants() {
            let names = profile.names().unwrap_or_default();
            for (index, name) in names.iter().enumerate() {
                assert!(OPERATIONS.iter().any(|operation| operation.name == *name), "{profile:?}: {name}");
                assert!(!names[..index].contains(name), "{profile:?}: {name}");
            }
        }
    }

    #[test]
    fn read_only_offers_exactly_what_changes_nothing() {
        assert!(Profile::ReadOnly.operations().all(|operation| operation.effect == Effect::Read));
        let writing = OPERATIONS.iter().filter(|operation| operation.effect != Effect::Read).count();
        assert_eq!(Profile::ReadOnly.operations().count() + writing, Profile::Full.operations().count());
        assert_eq!(Profile::Full.operations().count(), OPERATIONS.len());
    }
}
