//! Sends messages to a queue.

use policy::tree::PolicyKind;

use super::shared_parameters::{ACCOUNT_ID, QUEUE_NAME, REGION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "sqs-producer",
    summary: "sends messages to a queue",
    kind: PolicyKind::Identity,
    parameters: &[
        QUEUE_NAME,
        Parameter { meaning: "the queue's region", ..REGION },
        Parameter { meaning: "the queue's account", ..ACCOUNT_ID },
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "SendMessages",
      "Effect": "Allow",
      "Action": ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"],
      "Resource": "arn:{{partition}}:sqs:{{region}}:{{account_id}}:{{queue_name}}"
    }
  ]
}
"#,
    notes: &[
        Note::Always("messages can be sent, and neither received nor deleted"),
        Note::Always("a queue encrypted with a customer managed key also needs `kms:Decrypt` and `kms:GenerateDataKey` on that key"),
    ],
    references: &[
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-iam-policies.html",
    ],
    examples: &[
        Example {
            values: &[("queue_name", "orders"), ("region", "eu-west-1"), ("account_id", "111122223333")],
            allowed: &[
                Ask::of("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:orders"),
            ],
            denied: &[
                Ask::of("sqs:ReceiveMessage", "arn:aws:sqs:eu-west-1:111122223333:orders"),
                Ask::of("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:orders-dlq"),
            ],
        },
    ],
};
