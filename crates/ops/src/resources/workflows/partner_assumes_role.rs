//! A role that another account assumes with an external ID.

use super::{Step, Workflow};

pub(super) const WORKFLOW: Workflow = Workflow {
    title: "A partner assumes a role",
    task: "The partner's account 444455556666 is to assume a role, with the external ID `acme-7f3a9c21`. A draft of its trust policy is there.",
    steps: &[
        Step {
            tool: "validate_policy",
            why: "the draft, in which the operator is misspelled, so that AWS would refuse it",
            arguments: r#"
{
  "policy": {
    "Version": "2012-10-17",
    "Statement": [
      { "Sid": "PartnerAssumes", "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::444455556666:root" },
        "Action": "sts:AssumeRole", "Condition": { "StringEqual": { "sts:ExternalId": "acme-7f3a9c21" } } }
    ]
  },
  "policy_type": "trust"
}
"#,
            answers: &[
                ("/is_valid", "false"),
                ("/issues/0/check_id", "\"invalid-condition-operator\""),
                ("/issues/0/suggestion", "\"did you mean `StringEquals`?\""),
            ],
        },
        Step {
            tool: "generate_policy_from_template",
            why: "a template does the task",
            arguments: r#"
{
  "template_name": "cross-account-assume-role",
  "variables": { "trusted_account_id": "444455556666", "external_id": "acme-7f3a9c21" }
}
"#,
            answers: &[
                ("/policy/Statement/0/Condition", r#"{"StringEquals":{"sts:ExternalId":"acme-7f3a9c21"}}"#),
                ("/validation/is_valid", "true"),
            ],
        },
        Step {
            tool: "validate_policy",
            why: "that nothing is found in it",
            arguments: r#"{ "policy": "<answer of step 2: /policy>", "policy_type": "trust" }"#,
            answers: &[("/is_valid", "true"), ("/issues", "[]")],
        },
    ],
    end: "Say that the external ID is demanded, and that MFA and TLS are not: no condition asks for them. What the role may do stands in other policies.",
};
