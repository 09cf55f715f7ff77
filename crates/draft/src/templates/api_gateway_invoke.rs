//! Calls an API.

use policy::tree::PolicyKind;

use super::parameter::{Listed, Need};
use super::shared_parameters::{ACCOUNT_ID, REGION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "api-gateway-invoke",
    summary: "calls the methods of one stage of an API of API Gateway",
    kind: PolicyKind::Identity,
    parameters: &[
        Parameter {
            name: "api_id",
            meaning: "the API",
            pattern: "[a-z0-9]{10}",
            form: "the id of an API: 10 lower-case letters and digits",
            need: Need::Required,
            example: "a1b2c3d4e5",
            listed: Listed::No,
        },
        Parameter {
            name: "stage",
            meaning: "the stage",
            pattern: "[A-Za-z0-9_-]{1,128}|\\$default",
            form: "the name of a stage: letters, digits, hyphens and underscores, or `$default`",
            need: Need::Required,
            example: "prod",
            listed: Listed::No,
        },
        Parameter { meaning: "the API's region", ..REGION },
        Parameter { meaning: "the API's account", ..ACCOUNT_ID },
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "InvokeApi",
      "Effect": "Allow",
      "Action": "execute-api:Invoke",
      "Resource": "arn:{{partition}}:execute-api:{{region}}:{{account_id}}:{{api_id}}/{{stage}}/*"
    }
  ]
}
"#,
    notes: &[
        Note::Always("every method and path of the stage can be called"),
        Note::Always("it counts only for methods that authorize by IAM; others ask nobody, or somebody else"),
    ],
    references: &[
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-iam-policy-examples-for-api-execution.html",
    ],
    examples: &[
        Example {
            values: &[
                ("api_id", "a1b2c3d4e5"),
                ("stage", "prod"),
                ("region", "eu-west-1"),
                ("account_id", "111122223333"),
            ],
            allowed: &[
                Ask::of(
                    "execute-api:Invoke",
                    "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/prod/GET/orders",
                ),
            ],
            denied: &[
                Ask::of(
                    "execute-api:Invoke",
                    "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/test/GET/orders",
                ),
                Ask::of(
                    "execute-api:Invoke",
                    "arn:aws:execute-api:eu-west-1:111122223333:f6g7h8i9j0/prod/GET/orders",
                ),
                Ask::of(
                    "execute-api:ManageConnections",
                    "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/prod/POST/@connections/1",
                ),
            ],
        },
    ],
};
