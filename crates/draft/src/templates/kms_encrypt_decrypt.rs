//! Encrypts and decrypts with a key.

use policy::tree::PolicyKind;

use super::parameter::{Listed, Need};
use super::shared_parameters::{ACCOUNT_ID, REGION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "kms-encrypt-decrypt",
    summary: "encrypts and decrypts with one KMS key",
    kind: PolicyKind::Identity,
    parameters: &[
        Parameter {
            name: "key_id",
            meaning: "the key",
            pattern: "mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            form: "the id of a key, not an alias",
            need: Need::Required,
            example: "1234abcd-12ab-34cd-56ef-1234567890ab",
            listed: Listed::No,
        },
        Parameter { meaning: "the key's region", ..REGION },
        Parameter { meaning: "the key's account", ..ACCOUNT_ID },
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "EncryptAndDecrypt",
      "Effect": "Allow",
      "Action": [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext"
      ],
      "Resource": "arn:{{partition}}:kms:{{region}}:{{account_id}}:key/{{key_id}}"
    }
  ]
}
"#,
    notes: &[
        Note::Always("the key can be used, and neither managed nor scheduled for deletion, and no grants can be made of it"),
        Note::Always("the key's own policy must let the account's IAM policies count, as the default key policy does"),
        Note::Always("whatever is encrypted under the key can be decrypted; `kms:ViaService` in a condition would limit it to one service"),
    ],
    references: &[
        "https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies.html",
    ],
    examples: &[
        Example {
            values: &[
                ("key_id", "1234abcd-12ab-34cd-56ef-1234567890ab"),
                ("region", "eu-west-1"),
                ("account_id", "111122223333"),
            ],
            allowed: &[
                Ask::of(
                    "kms:Decrypt",
                    "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                ),
                Ask::of(
                    "kms:GenerateDataKey",
                    "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                ),
            ],
            denied: &[
                Ask::of(
                    "kms:ScheduleKeyDeletion",
                    "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                ),
                Ask::of(
                    "kms:CreateGrant",
                    "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                ),
                Ask::of(
                    "kms:Decrypt",
                    "arn:aws:kms:eu-west-1:111122223333:key/abcd1234-12ab-34cd-56ef-1234567890ab",
                ),
            ],
        },
    ],
};
