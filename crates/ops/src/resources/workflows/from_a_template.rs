//! A policy for a common purpose.

use super::{Step, Workflow};

pub(super) const WORKFLOW: Workflow = Workflow {
    title: "A policy from a template",
    task: "Somebody wants to read the objects below `2026/` of the bucket `acme-reports`.",
    steps: &[
        Step {
            tool: "generate_policy_from_template",
            why: "a template fits (`list_templates` has all), and its policy is checked before it comes",
            arguments: r#"
{
  "template_name": "s3-read-only",
  "variables": { "bucket_name": "acme-reports", "prefix": "2026/" }
}
"#,
            answers: &[("/validation/is_valid", "true"), ("/validation/issues", "[]")],
        },
        Step {
            tool: "simulate_policy",
            why: "what must work, and what must not",
            arguments: r#"
{
  "policy": ["<answer of step 1: /policy>"],
  "cases": [[
    { "name": "reads", "action": "s3:GetObject", "resource": "arn:aws:s3:::acme-reports/2026/q1.pdf", "expect": "Allowed" },
    { "name": "last year", "action": "s3:GetObject", "resource": "arn:aws:s3:::acme-reports/2025/q4.pdf", "expect": "Denied" },
    { "name": "writes", "action": "s3:PutObject", "resource": "arn:aws:s3:::acme-reports/2026/q1.pdf", "expect": "Denied" }
  ]]
}
"#,
            answers: &[
                ("/cases/0/decision", "\"Allowed\""),
                ("/cases/1/ok", "true"),
                ("/cases/2/ok", "true"),
            ],
        },
    ],
    end: "Give the policy with its `security_notes`: they say what it does, and what it does not.",
};
