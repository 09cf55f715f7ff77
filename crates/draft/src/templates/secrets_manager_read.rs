//! Reads secrets.

use policy::tree::PolicyKind;

use super::parameter::{Listed, Need};
use super::shared_parameters::{ACCOUNT_ID, REGION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "secrets-manager-read",
    summary: "reads the secrets whose names begin with a prefix",
    kind: PolicyKind::Identity,
    parameters: &[
        Parameter {
            name: "secret_prefix",
            meaning: "the beginning of the names of the secrets",
            pattern: "[A-Za-z0-9/_+=.@!-]{1,512}",
            form: "the beginning of a secret's name: letters, digits and characters of `/_+=.@!-`",
            need: Need::Required,
            example: "prod/orders/",
            listed: Listed::No,
        },
        Parameter { meaning: "the secrets's region", ..REGION },
        Parameter { meaning: "the secrets's account", ..ACCOUNT_ID },
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ReadSecrets",
      "Effect": "Allow",
      "Action": [
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
        "secretsmanager:ListSecretVersionIds"
      ],
      "Resource": "arn:{{partition}}:secretsmanager:{{region}}:{{account_id}}:secret:{{secret_prefix}}*"
    }
  ]
}
"#,
    notes: &[
        Note::Always("the secrets can be read, and neither changed nor rotated nor deleted"),
        Note::Always("a prefix takes in every secret whose name begins so, also those created later"),
        Note::Always("`secretsmanager:ListSecrets` is not granted: it cannot be limited and shows the names of all secrets"),
        Note::Always("secrets encrypted with a customer managed key also need `kms:Decrypt` on that key"),
    ],
    references: &[
        "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html",
    ],
    examples: &[
        Example {
            values: &[
                ("secret_prefix", "prod/orders/"),
                ("region", "eu-west-1"),
                ("account_id", "111122223333"),
            ],
            allowed: &[
                Ask::of(
                    "secretsmanager:GetSecretValue",
                    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/orders/db-AbC123",
                ),
            ],
            denied: &[
                Ask::of(
                    "secretsmanager:PutSecretValue",
                    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/orders/db-AbC123",
                ),
                Ask::of(
                    "secretsmanager:DeleteSecret",
                    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/orders/db-AbC123",
                ),
                Ask::of(
                    "secretsmanager:GetSecretValue",
                    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/billing/db-AbC123",
                ),
            ],
        },
    ],
};
