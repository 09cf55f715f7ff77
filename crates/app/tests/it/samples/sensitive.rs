//! Sample requests of what judges lists of actions and sums policies up.

use serde_json::json;

use super::Sample;

pub(super) fn samples() -> Vec<Sample> {
    let policy = "examples/policies/deploy.json";
    vec![
        (
            "quick_validate",
            vec!["check", "quick", policy, "--type", "identity"],
            json!({"policy": {"path": policy}, "policy_type": "identity"}),
        ),
        (
            "validate_policies_batch",
            vec![],
            json!({"policies": [{"path": policy}, {"path": "examples/policies/broken.json"}], "verbose": true}),
        ),
        ("get_policy_summary", vec!["query", "summary", policy], json!({"policy": {"path": policy}})),
        (
            "query_actions_batch",
            vec!["query", "batch", "iam:passrole", "s3:GetObjet"],
            json!({"actions": ["iam:passrole", "s3:GetObjet"]}),
        ),
        (
            "list_sensitive_actions",
            vec![
                "query",
                "sensitive",
                "PrivEsc",
                "--service",
                "iam",
                "--limit",
                "3",
                "--offset",
                "1",
                "--verbose",
            ],
            json!({"category": "PrivEsc", "service": "iam", "limit": 3, "offset": 1, "verbose": true}),
        ),
        (
            "check_sensitive_actions",
            vec!["check", "sensitive", "iam:PassRole", "kms:De*", "efs:DeleteFileSystem", "--verbose"],
            json!({"actions": ["iam:PassRole", "kms:De*", "efs:DeleteFileSystem"], "verbose": true}),
        ),
        (
            "check_actions_batch",
            vec!["check", "actions", "s3:getobject", "s3:GetObjet", "s3:Get*", "--verbose", "--limit", "2"],
            json!({"actions": ["s3:getobject", "s3:GetObjet", "s3:Get*"], "verbose": true, "limit": 2}),
        ),
        (
            "get_required_conditions",
            vec!["query", "required-conditions", "iam:Pass*", "sts:AssumeRole", "--type", "identity"],
            json!({"actions": ["iam:Pass*", "sts:AssumeRole"], "policy_type": "identity"}),
        ),
        ("get_condition_requirements_for_action", vec![], json!({"action": "iam:PassRole"})),
    ]
}
