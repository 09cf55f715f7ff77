//! One request, three ways: arguments, a JSON request, a call over MCP. The answers are equal.

use std::collections::BTreeSet;

use ops::OPERATIONS;
use serde_json::{Value, json};

use crate::mcp::Client;
use crate::run::{command, finish, leastwise};

/// An operation, its arguments, and the same as JSON.
fn samples() -> Vec<(&'static str, Vec<&'static str>, Value)> {
    let broken = "examples/policies/broken.json";
    vec![
        ("validate_policies", vec!["validate", broken], json!({"documents": [{"path": broken}]})),
        (
            "validate_policies",
            vec!["validate", "examples", "--only", "invalid-action", "--fail-on", "low", "--limit", "1"],
            json!({"documents": [{"path": "examples"}], "only": ["invalid-action"], "fail_on": "low", "limit": 1}),
        ),
        (
            "validate_policies",
            vec!["validate", broken, "--baseline", "crates/app/tests/data/empty_baseline.json"],
            json!({"documents": [{"path": broken}], "baseline": {"path": "crates/app/tests/data/empty_baseline.json"}}),
        ),
        (
            "fix_policies",
            vec!["fix", broken, "--unsafe", "--fail-on", "low"],
            json!({"documents": [{"path": broken}], "unsafe": true, "fail_on": "low"}),
        ),
        (
            "minimize_policy",
            vec!["minimize", "examples/policies/reader.json"],
            json!({"policy": {"path": "examples/policies/reader.json"}}),
        ),
        (
            "who_can",
            vec!["who-can", "s3:Get*", "--policies", "examples/policies/reader.json", "--limit", "1"],
            json!({"action": "s3:Get*", "policies": [{"path": "examples/policies/reader.json"}], "limit": 1}),
        ),
        (
            "analyze_cloudtrail",
            vec!["analyze", "examples/cloudtrail"],
            json!({"inputs": ["examples/cloudtrail"]}),
        ),
        (
            "generate_policies",
            vec!["generate", "--trail", "examples/cloudtrail", "--limit", "1"],
            json!({"trail": ["examples/cloudtrail"], "limit": 1}),
        ),
        (
            "simulate_requests",
            vec![
                "simulate",
                "--policy",
                "examples/simulate/team.json",
                "--scp",
                "r-1=examples/policies/reader.json",
                "--principal",
                "arn:aws:iam::111122223333:user/ana",
                "--action",
                "s3:ListBucket",
                "--resource",
                "arn:aws:s3:::acme-team",
                "--context",
                "aws:SourceIp=203.0.113.9",
                "--explain",
            ],
            json!({
                "policy": [{"path": "examples/simulate/team.json"}],
                "scp": [{"level": "r-1", "path": "examples/policies/reader.json"}],
                "principal": "arn:aws:iam::111122223333:user/ana",
                "action": ["s3:ListBucket"],
                "resource": ["arn:aws:s3:::acme-team"],
                "context": {"aws:SourceIp": "203.0.113.9"},
                "explain": true,
            }),
        ),
        (
            "simulate_requests",
            vec!["simulate", "--cases", "crates/eval/tests/data/probes.json", "--limit", "3"],
            json!({"cases": [{"path": "crates/eval/tests/data/probes.json"}], "limit": 3}),
        ),
        ("test_policies", vec!["test", "examples"], json!({"paths": ["examples"]})),
        (
            "query_service_actions",
            vec!["query", "actions", "sqs", "--level", "permissions-management", "--verbose"],
            json!({"service": "sqs", "access_level": "permissions-management", "verbose": true}),
        ),
        ("query_action_details", vec!["query", "action", "iam:PassRole"], json!({"action": "iam:PassRole"})),
        (
            "query_arn_formats",
            vec!["query", "arns", "--arn", "arn:aws:s3:::b/k"],
            json!({"arn": "arn:aws:s3:::b/k"}),
        ),
        (
            "query_condition_keys",
            vec!["query", "conditions", "aws", "--name", "*Org*"],
            json!({"service": "aws", "name": "*Org*"}),
        ),
        (
            "expand_wildcard_action",
            vec!["query", "expand", "s3:Get*", "--limit", "2", "--offset", "1"],
            json!({"pattern": "s3:Get*", "limit": 2, "offset": 1}),
        ),
        ("query_services", vec!["query", "services", "dynamo"], json!({"name": "dynamo"})),
        ("list_checks", vec!["checks", "list"], json!({})),
        ("check_config", vec!["config", "check"], json!({})),
        ("get_config_schema", vec!["config", "schema"], json!({})),
        ("catalog_status", vec!["catalog", "status"], json!({})),
        ("catalog_diff", vec!["catalog", "diff"], json!({})),
    ]
}

/// The same of what drafts.
fn drafts() -> Vec<(&'static str, Vec<&'static str>, Value)> {
    vec![
        (
            "suggest_actions",
            vec!["suggest", "consume messages of a queue", "--service", "sqs", "--limit", "3"],
            json!({"description": "consume messages of a queue", "service": "sqs", "limit": 3}),
        ),
        (
            "generate_policy_from_template",
            vec![
                "templates",
                "generate",
                "s3-read-only",
                "--set",
                "bucket_name=acme-reports",
                "prefix=2026/",
            ],
            json!({
                "template_name": "s3-read-only",
                "variables": {"bucket_name": "acme-reports", "prefix": "2026/"},
            }),
        ),
        ("list_templates", vec!["templates", "list", "--limit", "2"], json!({"limit": 2})),
        ("get_template", vec!["templates", "show", "s3-read-only"], json!({"template_name": "s3-read-only"})),
    ]
}

/// The same of what proves.
fn proofs() -> Vec<(&'static str, Vec<&'static str>, Value)> {
    vec![
        (
            "compare_policies",
            vec![
                "compare",
                "examples/compare/before.json",
                "examples/compare/after.json",
                "--boundary",
                "examples/policies/reader.json",
                "--verbose",
            ],
            json!({
                "policy_a": {"path": "examples/compare/before.json"},
                "policy_b": {"path": "examples/compare/after.json"},
                "boundary": [{"path": "examples/policies/reader.json"}],
                "verbose": true,
            }),
        ),
        (
            "check_no_new_access",
            vec!["check", "no-new-access", "examples/compare/before.json", "examples/compare/after.json"],
            json!({
                "existing_policy": {"path": "examples/compare/before.json"},
                "new_policy": {"path": "examples/compare/after.json"},
            }),
        ),
        (
            "check_access_not_granted",
            vec!["check", "access-not-granted", "examples/compare/after.json", "--action", "s3:Get*"],
            json!({"policy": {"path": "examples/compare/after.json"}, "action": ["s3:Get*"]}),
        ),
        (
            "check_no_public_access",
            vec!["check", "no-public-access", "examples/policies/trust.yaml"],
            json!({"policy": {"path": "examples/policies/trust.yaml"}}),
        ),
    ]
}

#[test]
fn every_surface_gives_the_same_answer() {
    let mut client = Client::start();
    for (name, arguments, request) in samples().into_iter().chain(drafts()).chain(proofs()) {
        let by_arguments = leastwise(&[&arguments[..], &["--format", "json"]].concat());
        let operation = OPERATIONS.iter().find(|operation| operation.name == name).unwrap();
        let by_request = [operation.command, &["--request", "-", "--format", "json"]].concat();
        let by_request = finish(command(&by_request), &request.to_string());
        assert_eq!(by_arguments.out, by_request.out, "{name}");
        assert_eq!(by_arguments.code, by_request.code, "{name}");
        let called = client.call(name, &request);
        assert_eq!(called["structuredContent"], by_arguments.json(), "{name}");
        assert_eq!(called["isError"], false, "{name}");
        fits(&(operation.response_schema)().to_value(), &called["structuredContent"], name);
    }
}

/// What the schema promises is there, and what is there the schema knows.
fn fits(schema: &Value, value: &Value, place: &str) {
    if let (Some(known), Some(members)) = (schema["properties"].as_object(), value.as_object()) {
        for name in schema["required"].as_array().into_iter().flatten() {
            assert!(members.contains_key(name.as_str().unwrap()), "{place} lacks {name}");
        }
        for (name, member) in members {
            let place = format!("{place}.{name}");
            fits(known.get(name).unwrap_or_else(|| panic!("{place} is not in the schema")), member, &place);
        }
    }
    for item in value.as_array().into_iter().flatten() {
        fits(&schema["items"], item, place);
    }
    if let Some(words) = schema["enum"].as_array() {
        assert!(words.contains(value), "{place}: {value}");
    }
}

/// `explain` stands for two operations, which have no command of their own.
#[test]
fn explain_answers_as_the_operation_that_it_stands_for() {
    let policy = "examples/policies/deploy.json";
    let mut client = Client::start();
    for (name, subject, request) in [
        ("get_check_details", "invalid-action", json!({"check_id": "invalid-action"})),
        ("explain_policy", policy, json!({"policy": {"path": policy}})),
    ] {
        let by_arguments = leastwise(&["explain", subject, "--format", "json"]);
        let by_request = json!({"subject": {"path": subject}}).to_string();
        let by_request = finish(command(&["explain", "--request", "-", "--format", "json"]), &by_request);
        assert_eq!((&by_arguments.out, by_arguments.code), (&by_request.out, Some(0)), "{name}");
        let called = client.call(name, &request);
        assert_eq!(called["structuredContent"], by_arguments.json(), "{name}");
        let operation = OPERATIONS.iter().find(|operation| operation.name == name).unwrap();
        fits(&(operation.response_schema)().to_value(), &called["structuredContent"], name);
    }
}

/// Those without a sample say why: `validate_policy` has no command, the command of two is `explain`, and `catalog_update` asks the
/// network and has a test of its own.
#[test]
fn every_operation_has_a_sample() {
    let sampled: BTreeSet<_> =
        samples().into_iter().chain(drafts()).chain(proofs()).map(|sample| sample.0).collect();
    let missing: Vec<_> =
        OPERATIONS.iter().map(|operation| operation.name).filter(|name| !sampled.contains(name)).collect();
    assert_eq!(missing, ["validate_policy", "get_check_details", "explain_policy", "catalog_update"]);
}

#[test]
fn refusals_are_the_same_too() {
    let mut client = Client::start();
    let called = client.call("query_action_details", &json!({"action": "s3:GetObjet"}));
    assert_eq!(called["isError"], true);
    let told = called["content"][0]["text"].as_str().unwrap().replace("\nhelp: ", "; ");
    assert_eq!(leastwise(&["query", "action", "s3:GetObjet"]).err, format!("error: {told}\n"));
}

#[test]
fn actions_are_not_suggested_of_a_service_that_is_not_there() {
    let told = leastwise(&["suggest", "send messages", "--service", "sqss"]).err;
    assert!(told.contains("no service `sqss`") && told.contains("`sqs`"), "{told}");
}
