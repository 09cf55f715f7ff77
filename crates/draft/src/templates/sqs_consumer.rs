//! Receives and deletes the messages of a queue.

use policy::tree::PolicyKind;

use super::shared_parameters::{ACCOUNT_ID, QUEUE_NAME, REGION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "sqs-consumer",
    summary: "receives the messages of a queue and deletes those that are done",
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
      "Sid": "ConsumeMessages",
      "Effect": "Allow",
      "Action": [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
        "sqs:ReceiveMessage"
      ],
      "Resource": "arn:{{partition}}:sqs:{{region}}:{{account_id}}:{{queue_name}}"
    }
  ]
}
"#,
    notes: &[
        Note::Always("messages can be deleted one by one; `sqs:PurgeQueue` and `sqs:SendMessage` are not granted"),
        Note::Always("a queue encrypted with a customer managed key also needs `kms:Decrypt` on that key"),
    ],
    references: &["https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-iam-policies.html"],
    examples: &[Example {
        values: &[("queue_name", "orders.fifo"), ("region", "us-gov-west-1"), ("account_id", "111122223333")],
        allowed: &[
            Ask::of("sqs:ReceiveMessage", "arn:aws-us-gov:sqs:us-gov-west-1:111122223333:orders.fifo"),
            Ask::of("sqs:DeleteMessage", "arn:aws-us-gov:sqs:us-gov-west-1:111122223333:orders.fifo"),
        ],
        denied: &[
            Ask::of("sqs:SendMessage", "arn:aws-us-gov:sqs:us-gov-west-1:111122223333:orders.fifo"),
            Ask::of("sqs:ReceiveMessage", "arn:aws-us-gov:sqs:us-gov-west-1:111122223333:orders"),
        ],
    }],
};
