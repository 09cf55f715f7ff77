//! Every key that `iam-policy-validator` knows. Those without an effect here are noted when they are used.

use crate::reading::shape::{Key, Shape, key};

const fn no_effect(name: &'static str) -> Key {
    key(name, Shape::NoEffect, "no effect")
}

/// The file as a whole, beside the blocks of checks.
pub(super) const FILE: &[Key] = &[
    key("settings", Shape::Object(SETTINGS), "what holds for every run"),
    key("checks", Shape::Any, "blocks of checks"),
    key("policy_types", Shape::List(&Shape::Object(POLICY_TYPE)), "types of files"),
    key("custom_instructions", Shape::Text, "for AI assistants"),
    no_effect("custom_checks"),
    no_effect("custom_checks_dir"),
    // It has none there either.
    no_effect("ignore_patterns"),
];

pub(super) const SETTINGS: &[Key] = &[
    key("fail_on_severity", Shape::Words(severities), "severities that fail a run"),
    key("hide_severities", Shape::Words(hidden), "severities that are not reported"),
    key("enable_builtin_checks", Shape::Bool, "whether any check of the tool's own runs"),
    no_effect("allow_template_variables"),
    no_effect("aws_services_dir"),
    no_effect("cache_directory"),
    no_effect("cache_enabled"),
    no_effect("cache_ttl_hours"),
    no_effect("comment_tag"),
    no_effect("custom_checks_dir"),
    no_effect("documentation"),
    no_effect("fail_fast"),
    no_effect("ignore_settings"),
    no_effect("max_concurrency"),
    no_effect("max_concurrent"),
    no_effect("max_workers"),
    no_effect("off_diff_comment_mode"),
    no_effect("on_check_error"),
    no_effect("parallel"),
    no_effect("parallel_execution"),
    no_effect("severity_labels"),
    no_effect("suppress_superseded_findings"),
];

const POLICY_TYPE: &[Key] = &[key("pattern", Shape::Text, "files"), key("type", Shape::Text, "their type")];

/// The block of any check.
pub(super) const CHECK: &[Key] = &[
    key("enabled", Shape::Bool, "whether it runs"),
    key("severity", Shape::Word(severities_or_none), "the severity of what it finds"),
    key("hide_severities", Shape::Words(hidden), "severities that are not reported"),
    key("ignore_patterns", Shape::List(&Shape::Object(IGNORED)), "what is not reported"),
    key("message", Shape::Text, "what is wrong"),
    key("suggestion", Shape::Text, "what to do about it"),
    no_effect("description"),
    no_effect("example"),
];

pub(super) const IGNORED: &[Key] = &[
    key("filepath", Shape::Texts, "files"),
    key("filepath_regex", Shape::Texts, "files"),
    key("action", Shape::Texts, "actions"),
    key("action_matches", Shape::Texts, "actions"),
    key("resource", Shape::Texts, "resources"),
    key("resource_matches", Shape::Texts, "resources"),
    key("sid", Shape::Texts, "statements"),
    key("statement_sid", Shape::Texts, "statements"),
    key("condition_key", Shape::Texts, "condition keys"),
    key("condition_key_matches", Shape::Texts, "condition keys"),
];

pub(super) const POLICY_SIZE: &[Key] =
    &[no_effect("policy_type"), no_effect("size_limits"), no_effect("organizations_measurement")];

pub(super) const CONDITION_KEYS: &[Key] = &[
    key(
        "warn_on_global_condition_keys",
        Shape::Bool,
        "whether global keys are told that an action does not list",
    ),
    key("validate_aws_global_keys", Shape::Bool, "whether global keys are looked up"),
];

pub(super) const IF_EXISTS: &[Key] = &[
    key("warn_security_sensitive_allow", Shape::Bool, "whether weakened conditions are told"),
    key("warn_always_present_keys", Shape::Bool, "whether needless operators are told"),
    no_effect("additional_security_sensitive_keys"),
];

pub(super) const RESOURCES: &[Key] = &[no_effect("arn_pattern"), no_effect("allow_template_variables")];

pub(super) const TEMPLATES: &[Key] = &[no_effect("allow_template_variables")];

pub(super) const TRUST: &[Key] = &[no_effect("validation_rules")];

pub(super) const POLICY_TYPES: &[Key] =
    &[key("additional_rcp_services", Shape::Texts, "services that RCPs may name")];

pub(super) const WILDCARD_RESOURCE: &[Key] =
    &[key("allowed_wildcards", Shape::Texts, "actions that may be allowed on every resource")];

pub(super) const SERVICE_WILDCARD: &[Key] = &[
    key("allowed_services", Shape::Texts, "services of which every action may be allowed"),
    no_effect("abac_mitigated_severity"),
    no_effect("abac_mitigated_message"),
];

pub(super) const SENSITIVE: &[Key] = &[
    key("categories", Shape::Words(categories), "the categories that are reported"),
    key("category_severities", Shape::Object(CATEGORY_SEVERITIES), "their severities"),
    no_effect("category_suggestions"),
    no_effect("merge_strategy"),
    no_effect("message_single"),
    no_effect("message_multiple"),
    no_effect("scoped_resource_severities"),
    no_effect("sensitive_actions"),
    no_effect("sensitive_action_patterns"),
];

const CATEGORY_SEVERITIES: &[Key] = &[
    key("credential_exposure", Shape::Word(severities_or_none), "its severity"),
    key("data_access", Shape::Word(severities_or_none), "its severity"),
    key("priv_esc", Shape::Word(severities_or_none), "its severity"),
    key("resource_exposure", Shape::Word(severities_or_none), "its severity"),
];

pub(super) const ENFORCEMENT: &[Key] = &[
    key("requirements", Shape::List(&Shape::Object(ACTION_REQUIREMENT)), "what actions need"),
    key(
        "action_condition_requirements",
        Shape::List(&Shape::Object(ACTION_REQUIREMENT)),
        "what actions need",
    ),
    key(
        "policy_level_requirements",
        Shape::List(&Shape::Object(ACTION_REQUIREMENT)),
        "what policies may not hold",
    ),
    key(
        "merge_strategy",
        Shape::Word(merge_strategies),
        "what becomes of the requirements of the tool's own",
    ),
];

const ACTION_REQUIREMENT: &[Key] = &[
    key("actions", Shape::Any, "the actions it is about"),
    key("action_patterns", Shape::Texts, "the actions it is about"),
    REQUIRED_CONDITIONS,
    REQUIREMENT_SEVERITY,
    key("message", Shape::Text, "what is wrong"),
    key("suggestion", Shape::Text, "what to do about it"),
    key("suggestion_text", Shape::Text, "what to do about it"),
    key("description", Shape::Text, "what to do about it"),
    key("ignore_patterns", Shape::List(&Shape::Object(IGNORED)), "what is not reported"),
    no_effect("example"),
];

const REQUIRED_CONDITIONS: Key = key("required_conditions", Shape::Any, "what the conditions must say");
const REQUIREMENT_SEVERITY: Key = key("severity", Shape::Word(severities), "its severity");

pub(super) const PRINCIPALS: &[Key] = &[
    key("block_wildcard_principal", Shape::Bool, "whether `*` is refused"),
    key("block_service_principal_wildcard", Shape::Bool, "whether `\"Service\": \"*\"` is refused"),
    key("blocked_principals", Shape::Texts, "who may not be let in"),
    key("allowed_principals", Shape::Texts, "who alone may be let in"),
    key("allowed_service_principals", Shape::Texts, "which services may be let in"),
    key("require_conditions_for", Shape::Any, "the keys that principals need"),
    key(
        "principal_condition_requirements",
        Shape::List(&Shape::Object(PRINCIPAL_REQUIREMENT)),
        "what principals need",
    ),
];

const PRINCIPAL_REQUIREMENT: &[Key] = &[
    key("principals", Shape::Texts, "the principals it is about"),
    REQUIRED_CONDITIONS,
    REQUIREMENT_SEVERITY,
    key("message", Shape::Text, "what is wrong"),
    key("suggestion", Shape::Text, "what to do about it"),
    key("suggestion_text", Shape::Text, "what to do about it"),
    key("description", Shape::Text, "what to do about it"),
    key("ignore_patterns", Shape::List(&Shape::Object(IGNORED)), "what is not reported"),
    no_effect("example"),
];

/// `required_conditions` that are not a list.
pub(super) const GROUPS: &[Key] = &[
    key("all_of", Shape::List(&Shape::Object(CONDITION)), "all of these"),
    key("any_of", Shape::List(&Shape::Object(CONDITION)), "at least one of these"),
    key("none_of", Shape::List(&Shape::Object(CONDITION)), "none of these"),
];

pub(super) const CONDITION: &[Key] = &[
    key("condition_key", Shape::Text, "the key"),
    key("operator", Shape::Text, "the operator"),
    key("expected_value", Shape::Values, "the value"),
    key("severity", Shape::Word(severities), "its severity"),
    key("description", Shape::Text, "what to do about it"),
    key("message", Shape::Text, "what is wrong"),
    no_effect("example"),
];

/// `actions` that are not a list.
pub(super) const ACTION_GROUPS: &[Key] = &[
    key("all_of", Shape::Texts, "only where all of these are allowed"),
    key("any_of", Shape::Texts, "each of these"),
    key("none_of", Shape::Texts, "none of these may be allowed"),
];

const SEVERITIES: [&str; 7] = ["error", "warning", "info", "critical", "high", "medium", "low"];

fn severities() -> Vec<String> {
    SEVERITIES.map(str::to_owned).to_vec()
}

fn severities_or_none() -> Vec<String> {
    SEVERITIES.iter().chain(&["none"]).map(|name| (*name).to_owned()).collect()
}

/// Python's word for nothing stands in that tool's own example.
fn hidden() -> Vec<String> {
    SEVERITIES.iter().chain(&["None"]).map(|name| (*name).to_owned()).collect()
}

fn categories() -> Vec<String> {
    CATEGORY_SEVERITIES.iter().map(|key| key.name.to_owned()).collect()
}

fn merge_strategies() -> Vec<String> {
    ["append", "user_only", "per_action_override", "replace_all", "defaults_only"].map(str::to_owned).to_vec()
}
