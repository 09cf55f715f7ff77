//! Asks a model.

use policy::tree::PolicyKind;

use super::parameter::{Listed, Need};
use super::shared_parameters::{REGION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "bedrock-invoke",
    summary: "asks one foundation model of Bedrock, also through an inference profile",
    kind: PolicyKind::Identity,
    parameters: &[
        Parameter {
            name: "model_id",
            meaning: "the foundation model",
            pattern: "[a-z0-9-]{1,63}\\.[a-z0-9-]{1,63}(?:[.:][a-z0-9-]{1,63}){0,4}",
            form: "the id of a foundation model",
            need: Need::Required,
            example: "anthropic.claude-sonnet-4-5-20250929-v1:0",
            listed: Listed::No,
        },
        Parameter { meaning: "the region whose model is asked", ..REGION },
        Parameter {
            name: "inference_profile_arn",
            meaning: "an inference profile that may be used for the model as well",
            pattern: "arn:aws(?:-[a-z]{1,8}){0,3}:bedrock:[a-z0-9-]{1,32}:[0-9]{12}:(?:application-)?inference-profile/[A-Za-z0-9.:-]{1,200}",
            form: "the ARN of an inference profile",
            need: Need::Optional,
            example: "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
            listed: Listed::No,
        },
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "InvokeModel",
      "Effect": "Allow",
      "Action": ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
      "Resource": "arn:{{partition}}:bedrock:{{region}}::foundation-model/{{model_id}}"
    },
    {
      "Sid": "InvokeProfile",
      "Effect": "Allow",
      "Action": ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
      "Resource": "{{inference_profile_arn}}"
    },
    {
      "Sid": "InvokeModelThroughProfile",
      "Effect": "Allow",
      "Action": ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
      "Resource": "arn:{{partition}}:bedrock:*::foundation-model/{{model_id}}",
      "Condition": {
        "ArnEquals": { "bedrock:InferenceProfileArn": "{{inference_profile_arn}}" }
      },
      "OnlyWith": "inference_profile_arn"
    }
  ]
}
"#,
    notes: &[
        Note::With("inference_profile_arn", "through the profile the model may be asked in every region that the profile sends requests to"),
        Note::Without("inference_profile_arn", "the model is asked in the region itself; models that are only offered through inference profiles need `inference_profile_arn`"),
        Note::Always("prompts are not limited, and guardrails are not required: `bedrock:GuardrailIdentifier` in a condition would do so"),
        Note::Always("each request costs money; how many there are is not limited"),
    ],
    references: &[
        "https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html",
    ],
    examples: &[
        Example {
            values: &[("model_id", "anthropic.claude-sonnet-4-5-20250929-v1:0"), ("region", "eu-west-1")],
            allowed: &[
                Ask::of(
                    "bedrock:InvokeModel",
                    "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0",
                ),
            ],
            denied: &[
                Ask::of(
                    "bedrock:InvokeModel",
                    "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0",
                ),
                Ask::of(
                    "bedrock:InvokeModel",
                    "arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-pro-v1:0",
                ),
            ],
        },
        Example {
            values: &[
                ("model_id", "anthropic.claude-sonnet-4-5-20250929-v1:0"),
                ("region", "eu-west-1"),
                ("inference_profile_arn", "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0"),
            ],
            allowed: &[
                Ask::of(
                    "bedrock:InvokeModel",
                    "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
                ),
                Ask::of(
                    "bedrock:InvokeModel",
                    "arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0",
                )
                    .with(&[
                        ("bedrock:InferenceProfileArn", "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0"),
                    ]),
            ],
            denied: &[
                Ask::of(
                    "bedrock:InvokeModel",
                    "arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0",
                ),
            ],
        },
    ],
};
