//! A draft that is wrong in one word, and says more than it does.

use super::{Step, Workflow};

pub(super) const WORKFLOW: Workflow = Workflow {
    title: "A draft that says more than it does",
    task: "Somebody wrote a policy for the same function, and says that it holds the bucket to the account and demands TLS.",
    steps: &[
        Step {
            tool: "validate_policy",
            why: "there is no operator `StringEqual`, and the validation says which one is meant",
            arguments: r#"
{
  "policy": { "Version": "2012-10-17", "Statement": [
    { "Sid": "ReadUploads", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-uploads/*",
      "Condition": { "StringEqual": { "aws:ResourceAccount": "111122223333" } } },
    { "Sid": "WriteOrders", "Effect": "Allow", "Action": ["dynamodb:PutItem", "dynamodb:UpdateItem"],
      "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders" }
  ] },
  "verbose": false
}
"#,
            answers: &[
                ("/is_valid", "false"),
                ("/findings/0/id", "\"invalid-condition-operator\""),
                ("/findings/0/pointer", "\"/Statement/0/Condition/StringEqual\""),
            ],
        },
        Step {
            tool: "simulate_policy",
            why: "the draft was said to demand TLS: it has no such condition, so that a request without TLS is allowed",
            arguments: r#"
{
  "policy": [{ "Version": "2012-10-17", "Statement": [
    { "Sid": "ReadUploads", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-uploads/*",
      "Condition": { "StringEquals": { "aws:ResourceAccount": "111122223333" } } }
  ] }],
  "cases": [[
    { "name": "without TLS", "action": "s3:GetObject", "resource": "arn:aws:s3:::acme-uploads/a.csv",
      "context": { "aws:ResourceAccount": "111122223333", "aws:SecureTransport": "false" }, "expect": "Denied" }
  ]]
}
"#,
            answers: &[("/cases/0/decision", "\"Allowed\""), ("/cases/0/ok", "false")],
        },
        Step {
            tool: "get_policy_summary",
            why: "what there is of conditions, in figures, before anything is said of them",
            arguments: r#"
{
  "policy": { "Version": "2012-10-17", "Statement": [
    { "Sid": "WriteOrders", "Effect": "Allow", "Action": ["dynamodb:PutItem", "dynamodb:UpdateItem"],
      "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders" }
  ] }
}
"#,
            answers: &[("/has_conditions", "false"), ("/actions_count", "2")],
        },
    ],
    end: "Say nothing of a policy that neither a statement nor a condition makes true; `build_minimal_policy` and its notes do so.",
};
