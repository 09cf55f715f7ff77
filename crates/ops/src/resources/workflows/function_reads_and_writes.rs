//! The policy of a function that reads objects and writes items.

use super::{Step, Workflow};

pub(super) const WORKFLOW: Workflow = Workflow {
    title: "A function that reads a bucket and writes a table",
    task: "A Lambda function reads the objects of the bucket `acme-uploads` and puts items into the DynamoDB table `orders` (`eu-west-1`, account 111122223333).",
    steps: &[
        Step {
            tool: "check_sensitive_actions",
            why: "which of the actions deserve a condition, and which",
            arguments: r#"{ "actions": ["s3:GetObject", "dynamodb:PutItem"] }"#,
            answers: &[
                ("/sensitive_count", "1"),
                ("/sensitive_actions/0/action", "\"s3:GetObject\""),
                ("/sensitive_actions/0/category", "\"data_access\""),
            ],
        },
        Step {
            tool: "query_arn_formats",
            why: "that a table's ARN has region and account",
            arguments: r#"{ "service": "dynamodb", "name": "table" }"#,
            answers: &[(
                "/result/1/arn_formats/0",
                "\"arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}\"",
            )],
        },
        Step {
            tool: "build_minimal_policy",
            why: "each action with the resource that it takes, in statements of their own",
            arguments: r#"
{
  "actions": ["s3:GetObject", "dynamodb:PutItem"],
  "resources": ["arn:aws:s3:::acme-uploads/*", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"]
}
"#,
            answers: &[
                ("/policy/Statement/0/Action", "\"s3:GetObject\""),
                ("/policy/Statement/0/Resource", "\"arn:aws:s3:::acme-uploads/*\""),
                ("/policy/Statement/0/Condition", r#"{"Bool":{"aws:SecureTransport":"true"}}"#),
                ("/policy/Statement/1/Action", "\"dynamodb:PutItem\""),
            ],
        },
        Step {
            tool: "validate_policy",
            why: "that nothing is found in it",
            arguments: r#"{ "policy": "<answer of step 3: /policy>" }"#,
            answers: &[("/is_valid", "true"), ("/issues", "[]")],
        },
    ],
    end: "TLS may be claimed for the bucket, since a condition demands it there; not for the table. Writing logs is the template `lambda-basic-execution`.",
};
