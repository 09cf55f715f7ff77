//! Publishes to a topic.

use policy::tree::PolicyKind;

use super::parameter::{Listed, Need};
use super::shared_parameters::{ACCOUNT_ID, REGION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "sns-publisher",
    summary: "publishes messages to an SNS topic",
    kind: PolicyKind::Identity,
    parameters: &[
        Parameter {
            name: "topic_name",
            meaning: "the topic",
            pattern: "[A-Za-z0-9_-]{1,251}(?:\\.fifo|[A-Za-z0-9_-]{0,5})",
            form: "the name of a topic: up to 256 letters, digits, hyphens and underscores, or such a name that ends in `.fifo`",
            need: Need::Required,
            example: "order-events",
            listed: Listed::No,
        },
        Parameter { meaning: "the topic's region", ..REGION },
        Parameter { meaning: "the topic's account", ..ACCOUNT_ID },
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "PublishMessages",
      "Effect": "Allow",
      "Action": ["sns:GetTopicAttributes", "sns:Publish"],
      "Resource": "arn:{{partition}}:sns:{{region}}:{{account_id}}:{{topic_name}}"
    }
  ]
}
"#,
    notes: &[
        Note::Always("who receives the messages is not decided here: subscriptions can be neither made nor removed"),
        Note::Always("text messages to phone numbers cannot be sent: those are published to a number, not to the topic"),
        Note::Always("a topic encrypted with a customer managed key also needs `kms:Decrypt` and `kms:GenerateDataKey` on that key"),
    ],
    references: &[
        "https://docs.aws.amazon.com/sns/latest/dg/sns-using-identity-based-policies.html",
    ],
    examples: &[
        Example {
            values: &[
                ("topic_name", "order-events"),
                ("region", "eu-west-1"),
                ("account_id", "111122223333"),
            ],
            allowed: &[
                Ask::of("sns:Publish", "arn:aws:sns:eu-west-1:111122223333:order-events"),
            ],
            denied: &[
                Ask::of("sns:Subscribe", "arn:aws:sns:eu-west-1:111122223333:order-events"),
                Ask::of("sns:Publish", "arn:aws:sns:eu-west-1:111122223333:billing-events"),
            ],
        },
    ],
};
