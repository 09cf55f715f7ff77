//! From a task in plain words to a policy.

use super::{Step, Workflow};

pub(super) const WORKFLOW: Workflow = Workflow {
    title: "From words to a policy",
    task: "A worker takes messages from the queue `orders` in `eu-west-1` of account 111122223333.",
    steps: &[
        Step {
            tool: "suggest_actions",
            why: "which actions the task needs; read why each is there, and take only those that the task names",
            arguments: r#"{ "description": "consume messages of a queue", "service": "sqs", "limit": 5 }"#,
            answers: &[("/actions/0/action", "\"sqs:ReceiveMessage\"")],
        },
        Step {
            tool: "query_action_details",
            why: "what the action takes as resource, and under which conditions it can be granted",
            arguments: r#"{ "action": "sqs:ReceiveMessage" }"#,
            answers: &[("/result/access_level", "\"read\"")],
        },
        Step {
            tool: "query_arn_formats",
            why: "what the ARN of a queue looks like",
            arguments: r#"{ "service": "sqs" }"#,
            answers: &[(
                "/result/0/arn_formats/0",
                "\"arn:${Partition}:sqs:${Region}:${Account}:${QueueName}\"",
            )],
        },
        Step {
            tool: "validate_policy",
            why: "the policy written from that",
            arguments: r#"
{
  "policy": {
    "Version": "2012-10-17",
    "Statement": [
      { "Sid": "ConsumeOrders", "Effect": "Allow",
        "Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"],
        "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders" }
    ]
  }
}
"#,
            answers: &[("/is_valid", "true"), ("/issues", "[]")],
        },
    ],
    end: "Give the policy, and say of each statement what it is for.",
};
