//! The tools that assistants know from elsewhere: each takes the parameters that they send, and answers with the keys that they read.
//!
//! Parameters are `name: type` or `name: type = default`, keys `path: type` where `[]` steps into a list; `?` marks what may be null.

use std::collections::BTreeSet;

use ops::OPERATIONS;
use serde_json::Value;

/// A tool, its parameters and the keys of its answer.
type Shape = (&'static str, &'static str, &'static str);

const ISSUE: &str = "severity: string, message: string, suggestion: string?, example: string, check_id: string, risk_explanation: string, remediation_steps: array";

const VALIDATION: &[Shape] = &[
    (
        "validate_policy",
        "policy: object, policy_type: string? = null, verbose: boolean = true, use_org_config: boolean = true",
        "is_valid: boolean, policy_file: string?, issues[].ISSUE, issues[].statement_index: integer, issues[].action: string?, issues[].resource: string?, issues[].field_name: string?, issues[].documentation_url: string",
    ),
    (
        "quick_validate",
        "policy: object",
        "is_valid: boolean, issue_count: integer, critical_issues[]: string, sensitive_actions_found: integer, wildcards_detected: boolean",
    ),
    (
        "validate_policies_batch",
        "policies: object[], policy_type: string? = null, verbose: boolean = false",
        "result[].policy_index: integer, result[].is_valid: boolean, result[].issues[].severity: string, result[].issues[].message: string, result[].issues[].check_id: string",
    ),
    (
        "check_org_compliance",
        "policy: object, verbose: boolean = false",
        "compliant: boolean, has_org_config: boolean, violations[].type: string, violations[].message: string, violations[].severity: string, warnings: array, suggestions: array",
    ),
    (
        "validate_with_config",
        "policy: object, config: object, policy_type: string? = null",
        "is_valid: boolean, issues[].severity: string, issues[].message: string, issues[].suggestion: string?, issues[].check_id: string, config_applied: object",
    ),
];

const GENERATION: &[Shape] = &[
    (
        "generate_policy_from_template",
        "template_name: string, variables: object, verbose: boolean = false",
        "policy: object, validation.is_valid: boolean, validation.issues[].ISSUE, security_notes[]: string, template_used: string",
    ),
    (
        "build_minimal_policy",
        "actions: string[], resources: string[], conditions: object? = null, verbose: boolean = false",
        "policy: object?, validation.is_valid: boolean, validation.issues[].ISSUE, security_notes[]: string",
    ),
    (
        "build_arn",
        "service: string, resource_type: string, resource_name: string, region: string = \"\", account_id: string = \"\", partition: string = \"aws\"",
        "arn: string, valid: boolean, notes: array",
    ),
    (
        "list_templates",
        "",
        "result[].name: string, result[].description: string, result[].variables[].name: string, result[].variables[].description: string, result[].variables[].required: boolean",
    ),
    ("suggest_actions", "description: string, service: string? = null", "result[]: string"),
    (
        "get_required_conditions",
        "actions: string[]",
        "requirements[].actions[]: string, requirements[].severity: string, requirements[].suggestion_text: string, requirements[].required_conditions[].condition_key: string, requirements[].required_conditions[].description: string, requirements[].required_conditions[].example: string, actions_matched[]: string, summary: string",
    ),
    (
        "check_sensitive_actions",
        "actions: string[], verbose: boolean = false",
        "sensitive_actions[].action: string, sensitive_actions[].category: string, sensitive_actions[].severity: string, sensitive_actions[].description: string, sensitive_actions[].remediation.risk_level: string, sensitive_actions[].remediation.suggestion: string, sensitive_actions[].remediation.condition_example: object, sensitive_actions[].remediation.remediation_steps[]: string, sensitive_actions[].remediation.documentation_url: string, sensitive_actions[].remediation.risk_explanation: string, total_checked: integer, sensitive_count: integer, categories_found[]: string, has_critical: boolean, summary: string, fix_guidance: string",
    ),
    (
        "fix_policy_issues",
        "policy: object, issues_to_fix: string[]? = null, policy_type: string? = null, verbose: boolean = false",
        "fixed_policy: object?, fixes_applied: array, unfixed_issues[].check_id: string, unfixed_issues[].message: string, unfixed_issues[].suggestion: string?, unfixed_issues[].severity: string, validation.is_valid: boolean, validation.issue_count: integer, validation.issues[].severity: string, validation.issues[].message: string, validation.issues[].check_id: string",
    ),
];

const ANALYSIS: &[Shape] = &[
    (
        "explain_policy",
        "policy: object, verbose: boolean = false",
        "summary: string, statements[].index: integer, statements[].sid: string?, statements[].effect: string, statements[].explanation: string, statements[].action_count: integer, statements[].has_conditions: boolean, services_accessed[].service: string, services_accessed[].access_types[]: string, security_concerns[]: string, recommendations[]: string, has_wildcards: boolean, has_conditions: boolean",
    ),
    (
        "compare_policies",
        "policy_a: object, policy_b: object, verbose: boolean = false",
        "summary: string, added_actions[]: string, removed_actions[]: string, added_resources[]: string, removed_resources[]: string, condition_changes.policy_a_conditions: integer, condition_changes.policy_b_conditions: integer, effect_changes: array",
    ),
    (
        "get_policy_summary",
        "policy: object",
        "total_statements: integer, allow_statements: integer, deny_statements: integer, services_used[]: string, actions_count: integer, has_wildcards: boolean, has_conditions: boolean",
    ),
];

const QUERIES: &[Shape] = &[
    (
        "query_service_actions",
        "service: string, access_level: string? = null, limit: integer? = null, offset: integer = 0, verbose: boolean = false",
        "actions[]: string, total: integer, has_more: boolean",
    ),
    (
        "query_action_details",
        "action: string",
        "result.action: string, result.service: string, result.access_level: string, result.resource_types[]: string, result.condition_keys[]: string, result.description: string",
    ),
    (
        "query_actions_batch",
        "actions: string[]",
        "*.service: string, *.access_level: string, *.resource_types[]: string, *.condition_keys[]: string, *.description: string",
    ),
    ("expand_wildcard_action", "pattern: string", "result[]: string"),
    ("query_condition_keys", "service: string", "result[]: string"),
    (
        "query_arn_formats",
        "service: string",
        "result[].resource_type: string, result[].arn_formats[]: string",
    ),
    (
        "list_checks",
        "",
        "result[].check_id: string, result[].description: string, result[].default_severity: string",
    ),
    (
        "get_check_details",
        "check_id: string",
        "check_id: string, description: string, default_severity: string, category: string, example_violation: object, example_fix: object, configuration.enabled: boolean, configuration.severity: string, related_checks[]: string",
    ),
    (
        "get_issue_guidance",
        "check_id: string",
        "check_id: string, description: string, common_causes: array, fix_steps: array, example_before: any, example_after: any, related_tools: array",
    ),
    (
        "list_sensitive_actions",
        "category: string? = null, limit: integer? = null, offset: integer = 0, verbose: boolean = false",
        "actions[]: string, total: integer, has_more: boolean",
    ),
    (
        "check_actions_batch",
        "actions: string[], verbose: boolean = false",
        "valid_actions[]: string, invalid_actions[].action: string, invalid_actions[].error: string, sensitive_actions[].action: string, sensitive_actions[].category: string, sensitive_actions[].severity: string, sensitive_actions[].name: string",
    ),
    (
        "get_condition_requirements_for_action",
        "action: string",
        "result.action: string, result.severity: string, result.suggestion_text: string, result.required_conditions[].condition_key: string, result.required_conditions[].description: string, result.required_conditions[].example: string",
    ),
];

const SESSION: &[Shape] = &[
    ("set_organization_config", "config: object", "success: boolean, applied_config: object?"),
    ("get_organization_config", "", "has_config: boolean, config: object?, source: string?"),
    ("clear_organization_config", "", "status: string"),
    (
        "load_organization_config_from_yaml",
        "yaml_content: string",
        "success: boolean, applied_config: object?",
    ),
    (
        "set_custom_instructions",
        "instructions: string",
        "success: boolean, instructions_preview: string?, previous_source: string?",
    ),
    ("get_custom_instructions", "", "has_instructions: boolean, instructions: string?, source: string?"),
    ("clear_custom_instructions", "", "status: string"),
];

fn shapes() -> Vec<Shape> {
    [VALIDATION, GENERATION, ANALYSIS, QUERIES, SESSION].concat()
}

#[test]
fn every_known_tool_is_there() {
    let names: BTreeSet<_> = shapes().into_iter().map(|shape| shape.0).collect();
    assert_eq!((names.len(), shapes().len()), (35, 35));
    let is_there = |name: &str| OPERATIONS.iter().any(|operation| operation.name == name);
    let missing: BTreeSet<_> = names.iter().copied().filter(|name| !is_there(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn known_parameters_are_taken() {
    let mut faults = Vec::new();
    for (tool, parameters, _) in shapes() {
        let Some(operation) = OPERATIONS.iter().find(|operation| operation.name == tool) else { continue };
        let schema = (operation.request_schema)().to_value();
        for parameter in parameters.split(", ").filter(|text| !text.is_empty()) {
            let (name, kind) = parameter.split_once(": ").unwrap();
            let (kind, default) =
                kind.split_once(" = ").map_or((kind, None), |(kind, default)| (kind, Some(default)));
            let fault = wrong_parameter(&schema, name, kind, default);
            faults.extend(fault.map(|fault| format!("{tool}: `{name}` {fault}")));
        }
        let optional = |name: &str| parameters.split(", ").any(|text| text.starts_with(&format!("{name}: ")));
        for required in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !optional(required) {
                faults.push(format!("{tool}: `{required}` is required, and nobody sends it"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What is wrong with how the schema takes a parameter.
fn wrong_parameter(schema: &Value, name: &str, kind: &str, default: Option<&str>) -> Option<String> {
    let Some(taken) = schema["properties"].get(name) else { return Some("is not taken".to_owned()) };
    let is_required =
        schema["required"].as_array().is_some_and(|names| names.iter().any(|known| known == name));
    if default.is_some() && is_required {
        return Some("is required".to_owned());
    }
    // That nothing is the default need not be written down; what assistants always send may have any.
    if let Some(default) = default {
        let default: Value = serde_json::from_str(default).unwrap();
        let known = taken.get("default").unwrap_or(&Value::Null);
        if *known != default {
            return Some(format!("has the default {known}, not {default}"));
        }
    }
    let (kind, is_optional) = kind.strip_suffix('?').map_or((kind, false), |kind| (kind, true));
    let (item, is_list) = kind.strip_suffix("[]").map_or((kind, false), |item| (item, true));
    if is_optional && !is(taken, "null") {
        return Some("does not take null".to_owned());
    }
    let fits = if is_list { is(taken, "array") && is(&taken["items"], item) } else { is(taken, item) };
    (!fits).then(|| format!("is no {kind}: {taken}"))
}

#[test]
fn known_keys_are_in_the_answers() {
    let mut faults = Vec::new();
    for (tool, _, keys) in shapes() {
        let Some(operation) = OPERATIONS.iter().find(|operation| operation.name == tool) else { continue };
        let schema = (operation.response_schema)().to_value();
        let keys = keys.split(", ").flat_map(|key| match key.strip_suffix("ISSUE") {
            Some(place) => ISSUE.split(", ").map(|member| format!("{place}{member}")).collect(),
            None => vec![key.to_owned()],
        });
        for key in keys {
            let (path, kind) = key.split_once(": ").unwrap();
            let kind = kind.trim_end_matches('?');
            match at(&schema, path) {
                None => faults.push(format!("{tool}: no `{path}`")),
                Some(known) if kind != "any" && !is(known, kind) => {
                    faults.push(format!("{tool}: `{path}` is no {kind}: {known}"));
                }
                Some(_) => {}
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The schema of a member, at a path such as `issues[].severity`; `*` steps into names that the request chooses.
fn at<'a>(schema: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(schema, |schema, step| {
        let (name, is_list) = step.strip_suffix("[]").map_or((step, false), |name| (name, true));
        let found = alternatives(schema).find_map(|one| match name {
            "*" => one.get("additionalProperties"),
            _ => one["properties"].get(name),
        })?;
        if is_list { alternatives(found).find_map(|one| one.get("items")) } else { Some(found) }
    })
}

/// The schema itself, and what it leaves the choice between.
fn alternatives(schema: &Value) -> impl Iterator<Item = &Value> {
    let chosen = ["anyOf", "oneOf"].into_iter().filter_map(|word| schema[word].as_array()).flatten();
    std::iter::once(schema).chain(chosen)
}

/// Whether a value of the schema may be of this JSON type.
fn is(schema: &Value, kind: &str) -> bool {
    alternatives(schema).any(|one| match &one["type"] {
        Value::String(known) => known == kind,
        Value::Array(known) => known.iter().any(|known| known == kind),
        _ => false,
    })
}
