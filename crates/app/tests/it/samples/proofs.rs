//! Sample requests of what proves.

use serde_json::json;

use super::Sample;

pub(super) fn samples() -> Vec<Sample> {
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
        (
            "report_policies",
            vec![
                "report",
                "--before",
                "examples/compare/before.json",
                "--after",
                "examples/compare/after.json",
                "--usage",
                "examples/cloudtrail",
                "--out",
                "target/parity-report",
            ],
            json!({
                "before": [{"path": "examples/compare/before.json"}],
                "after": [{"path": "examples/compare/after.json"}],
                "usage": ["examples/cloudtrail"],
                "out": "target/parity-report",
            }),
        ),
    ]
}
