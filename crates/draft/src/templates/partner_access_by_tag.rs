//! Gives each partner the objects that bear its tag.

use policy::tree::PolicyKind;

use super::parameter::{Listed, Need};
use super::shared_parameters::{BUCKET_NAME, PARTITION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "partner-access-by-tag",
    summary: "reads the objects of a bucket whose tag has the same value as the caller's",
    kind: PolicyKind::Identity,
    parameters: &[
        BUCKET_NAME,
        Parameter {
            name: "tag_key",
            meaning: "the tag of the object and of the role or session",
            pattern: "[A-Za-z0-9_.:/=+@-]{1,128}",
            form: "the key of a tag: letters, digits and characters of `_.:/=+@-`",
            need: Need::Required,
            example: "partner",
            listed: Listed::No,
        },
        PARTITION,
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ReadObjectsOfSameTag",
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:{{partition}}:s3:::{{bucket_name}}/*",
      "Condition": {
        "StringEquals": { "s3:ExistingObjectTag/{{tag_key}}": "${aws:PrincipalTag/{{tag_key}}}" }
      }
    }
  ]
}
"#,
    notes: &[
        Note::Always("one policy serves every partner: the value of the tag on its role or session says which objects it gets"),
        Note::Always("whoever may tag objects decides who reads them, and whoever may tag roles or sessions decides as whom; neither is granted here"),
        Note::Always("objects without the tag, and callers without it, get nothing"),
        Note::Always("names of objects cannot be listed, since listing knows no tags of objects"),
    ],
    references: &[
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html",
    ],
    examples: &[
        Example {
            values: &[("bucket_name", "acme-exchange"), ("tag_key", "partner")],
            allowed: &[
                Ask::of("s3:GetObject", "arn:aws:s3:::acme-exchange/a.csv")
                    .with(&[
                        ("s3:ExistingObjectTag/partner", "globex"),
                        ("aws:PrincipalTag/partner", "globex"),
                    ]),
            ],
            denied: &[
                Ask::of("s3:GetObject", "arn:aws:s3:::acme-exchange/a.csv")
                    .with(&[
                        ("s3:ExistingObjectTag/partner", "globex"),
                        ("aws:PrincipalTag/partner", "initech"),
                    ]),
                Ask::of("s3:GetObject", "arn:aws:s3:::acme-exchange/a.csv")
                    .with(&[("s3:ExistingObjectTag/partner", "globex")]),
                Ask::of("s3:PutObjectTagging", "arn:aws:s3:::acme-exchange/a.csv")
                    .with(&[
                        ("s3:ExistingObjectTag/partner", "globex"),
                        ("aws:PrincipalTag/partner", "globex"),
                    ]),
            ],
        },
    ],
};
