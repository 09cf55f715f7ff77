//! Sample requests of what drafts.

use serde_json::json;

use super::Sample;

pub(super) fn samples() -> Vec<Sample> {
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
        (
            "usage_sql",
            vec!["usage", "sql", "--dialect", "duckdb", "--with-requests"],
            json!({"dialect": "duckdb", "with_requests": true}),
        ),
        ("list_templates", vec!["templates", "list", "--limit", "2"], json!({"limit": 2})),
        ("get_template", vec!["templates", "show", "s3-read-only"], json!({"template_name": "s3-read-only"})),
    ]
}
