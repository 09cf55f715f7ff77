//! Sample requests of what makes policies and ARNs, and puts them right.

use serde_json::json;

use super::Sample;

pub(super) fn samples() -> Vec<Sample> {
    vec![
        (
            "build_minimal_policy",
            vec![
                "build",
                "policy",
                "--action",
                "s3:GetObject",
                "s3:ListBucket",
                "--resource",
                "arn:aws:s3:::acme-in",
                "arn:aws:s3:::acme-in/*",
                "--condition",
                "StringLike:s3:prefix=2026/*",
            ],
            json!({
                "actions": ["s3:GetObject", "s3:ListBucket"],
                "resources": ["arn:aws:s3:::acme-in", "arn:aws:s3:::acme-in/*"],
                "conditions": {"StringLike": {"s3:prefix": "2026/*"}},
            }),
        ),
        (
            "build_arn",
            vec![
                "build",
                "arn",
                "sqs",
                "queue",
                "orders",
                "--region",
                "eu-west-1",
                "--account",
                "111122223333",
            ],
            json!({
                "service": "sqs",
                "resource_type": "queue",
                "resource_name": "orders",
                "region": "eu-west-1",
                "account_id": "111122223333",
            }),
        ),
        (
            "fix_policy_issues",
            vec![],
            json!({"policy": {"Version": "2012-10-17", "Statement": [{"Effect": "allow", "Action": "S3:GetObject", "Resource": "arn:aws:s3:::b/*"}]}}),
        ),
        ("get_issue_guidance", vec![], json!({"check_id": "invalid-action"})),
    ]
}
