//! Sample requests of what checks, counts, decides and looks things up.

use serde_json::json;

use super::Sample;

pub(super) fn samples() -> Vec<Sample> {
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
            vec![
                "generate",
                "--trail",
                "examples/cloudtrail",
                "--principal",
                "arn:aws:iam::*:role/service/*",
                "--mode",
                "conditions",
                "--exclude-actions",
                "kms:*",
                "--include-dependents",
                "--include-denied",
                "--keep-read",
                "--shorten",
                "--limit",
                "1",
                "--form",
                "boundary",
                "--as",
                "terraform",
            ],
            json!({
                "form": "boundary", "as": "terraform",
                "trail": ["examples/cloudtrail"], "principal": ["arn:aws:iam::*:role/service/*"], "mode": "conditions",
                "exclude_actions": ["kms:*"], "include_dependents": "documented", "include_denied": true, "keep_read": true, "limit": 1,
                "shorten": true,
            }),
        ),
        (
            "simulate_policy",
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
            "simulate_policy",
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
