//! Lets another account read a bucket.

use policy::tree::PolicyKind;

use super::parameter::{Listed, Need};
use super::shared_parameters::{ACCOUNT_ID, BUCKET_NAME, PARTITION, PREFIX};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "cross-account-read",
    summary: "lets a role of another account read the objects of the bucket, or those under a prefix",
    kind: PolicyKind::Resource,
    parameters: &[
        BUCKET_NAME,
        Parameter { name: "trusted_account_id", meaning: "the account that reads", example: "444455556666", ..ACCOUNT_ID },
        Parameter {
            name: "role_name",
            meaning: "the role there that reads, with its path if it has one",
            pattern: "(?:[A-Za-z0-9_+=,.@-]{1,64}/){0,8}[A-Za-z0-9_+=,.@-]{1,64}",
            form: "the name of a role: up to 64 letters, digits and characters of `_+=,.@-`",
            need: Need::Required,
            example: "reader",
            listed: Listed::No,
        },
        PREFIX,
        PARTITION,
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ListObjects",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:{{partition}}:iam::{{trusted_account_id}}:role/{{role_name}}" },
      "Action": "s3:ListBucket",
      "Resource": "arn:{{partition}}:s3:::{{bucket_name}}",
      "Condition": {
        "StringLike": { "s3:prefix": "{{prefix}}*" }
      }
    },
    {
      "Sid": "ReadObjects",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:{{partition}}:iam::{{trusted_account_id}}:role/{{role_name}}" },
      "Action": "s3:GetObject",
      "Resource": "arn:{{partition}}:s3:::{{bucket_name}}/{{prefix?}}*"
    },
    {
      "Sid": "RequireTls",
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:{{partition}}:s3:::{{bucket_name}}", "arn:{{partition}}:s3:::{{bucket_name}}/*"],
      "Condition": {
        "Bool": { "aws:SecureTransport": "false" }
      }
    }
  ]
}
"#,
    notes: &[
        Note::Always("the role must exist; if it is deleted and made again, the policy must be put again"),
        Note::Always("it is the policy of the bucket, and replaces the one that the bucket has; the role also needs a policy of its own that allows the same"),
        Note::With("prefix", "keys are listed and read only under the prefix"),
        Note::Without("prefix", "every object of the bucket can be listed and read; `prefix` limits both"),
        Note::Always("requests without TLS are refused, whoever makes them"),
        Note::Always("nothing can be written; earlier versions cannot be read"),
        Note::Always("objects encrypted with a customer managed key also need the key's policy to let the role decrypt; those encrypted with the AWS managed key cannot be read from another account"),
    ],
    references: &[
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-walkthroughs-managing-access-example2.html",
    ],
    examples: &[
        Example {
            values: &[
                ("bucket_name", "acme-reports"),
                ("trusted_account_id", "444455556666"),
                ("role_name", "reader"),
            ],
            allowed: &[
                Ask::of("s3:GetObject", "arn:aws:s3:::acme-reports/a.pdf")
                    .by("arn:aws:iam::444455556666:role/reader"),
                Ask::of("s3:ListBucket", "arn:aws:s3:::acme-reports")
                    .by("arn:aws:iam::444455556666:role/reader"),
            ],
            denied: &[
                Ask::of("s3:GetObject", "arn:aws:s3:::acme-reports/a.pdf")
                    .by("arn:aws:iam::444455556666:role/other"),
                Ask::of("s3:PutObject", "arn:aws:s3:::acme-reports/a.pdf")
                    .by("arn:aws:iam::444455556666:role/reader"),
                Ask::of("s3:GetObject", "arn:aws:s3:::acme-reports/a.pdf")
                    .by("arn:aws:iam::444455556666:role/reader")
                    .with(&[("aws:SecureTransport", "false")]),
            ],
        },
        Example {
            values: &[
                ("bucket_name", "acme-reports"),
                ("trusted_account_id", "444455556666"),
                ("role_name", "reader"),
                ("prefix", "shared/"),
            ],
            allowed: &[
                Ask::of("s3:GetObject", "arn:aws:s3:::acme-reports/shared/a.pdf")
                    .by("arn:aws:iam::444455556666:role/reader"),
            ],
            denied: &[
                Ask::of("s3:GetObject", "arn:aws:s3:::acme-reports/internal/a.pdf")
                    .by("arn:aws:iam::444455556666:role/reader"),
                Ask::of("s3:ListBucket", "arn:aws:s3:::acme-reports")
                    .by("arn:aws:iam::444455556666:role/reader"),
            ],
        },
    ],
};
