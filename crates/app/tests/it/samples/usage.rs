//! Sample requests of what shows usage and puts it together.

use serde_json::json;

use super::Sample;

pub(super) fn samples() -> Vec<Sample> {
    let logs = "examples/cloudtrail";
    let role = "arn:aws:iam::111122223333:role/service/orders-api";
    vec![
        ("show_usage", vec!["usage", "show", logs, "--limit", "3"], json!({"inputs": [logs], "limit": 3})),
        (
            "show_usage",
            vec!["usage", "show", logs, "--by", "resource", "--principal", role],
            json!({"inputs": [logs], "by": "resource", "principal": role}),
        ),
        (
            "top_usage",
            vec!["usage", "top", logs, "--by", "service", "--least"],
            json!({"inputs": [logs], "by": "service", "least": true}),
        ),
        ("merge_usage", vec!["usage", "merge", logs, logs], json!({"inputs": [logs, logs]})),
        ("denied_usage", vec!["usage", "denied", logs], json!({"inputs": [logs]})),
        (
            "find_unused_permissions",
            vec!["usage", "unused", logs, "--policy", "examples/policies/reader.json", "--verbose"],
            json!({"inputs": [logs], "policy": [{"path": "examples/policies/reader.json"}], "verbose": true}),
        ),
        (
            "tighten_policy",
            vec!["tighten", "examples/policies/deploy.json", "--usage", logs, "--principal", role],
            json!({"policy": {"path": "examples/policies/deploy.json"}, "usage": [logs], "principal": role}),
        ),
    ]
}
