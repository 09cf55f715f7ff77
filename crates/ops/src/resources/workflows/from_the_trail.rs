//! From what was used to what is allowed.

use super::{Step, Workflow};

pub(super) const WORKFLOW: Workflow = Workflow {
    title: "From CloudTrail to a policy",
    task: "Logs of CloudTrail lie in a folder below the server's root; a role should be allowed what it used, and nothing else.",
    steps: &[
        Step {
            tool: "generate_policies",
            why: "for each principal the policy that its authorized calls need; what was denied is listed, not granted",
            arguments: r#"
{
  "trail": ["examples/cloudtrail"],
  "principal": "arn:aws:iam::111122223333:role/ci-deployer"
}
"#,
            answers: &[
                ("/principals/0/policies/0/name", "\"ci-deployer-used\""),
                (
                    "/principals/0/evidence/0/widened",
                    r#"["the log does not tell all of `arn:aws:cloudformation:eu-west-1:111122223333:stack/nope/*`", "the log does not tell all of `arn:aws:cloudformation:eu-west-1:111122223333:stack/orders/*`"]"#,
                ),
                ("/principals/0/notReplayed", "[]"),
            ],
        },
        Step {
            tool: "validate_policy",
            why: "mistakes and risks of what was really used",
            arguments: r#"{ "policy": "<answer of step 1: /principals/0/policies/0/document>" }"#,
            answers: &[("/kind", "\"identity\"")],
        },
        Step {
            tool: "explain_policy",
            why: "in words, for the person who is to agree",
            arguments: r#"{ "policy": "<answer of step 1: /principals/0/policies/0/document>" }"#,
            answers: &[("/allowed/actions", "3")],
        },
    ],
    end: "Say where the policy is wider than the log (`widened`), what was denied, and which days the log covers: what runs once a year is not in it.",
};
