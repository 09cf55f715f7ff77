//! Reads the objects of a bucket.

use policy::tree::PolicyKind;

use super::shared_parameters::{BUCKET_NAME, PARTITION, PREFIX};
use super::shared_statements::{find_bucket, list_objects, policy_of, read_objects};
use super::{Ask, Example, Note, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "s3-read-only",
    summary: "reads the objects of a bucket, or those under a prefix",
    kind: PolicyKind::Identity,
    parameters: &[BUCKET_NAME, PREFIX, PARTITION],
    policy: policy_of!(list_objects!("ListObjects"), find_bucket!(), read_objects!()),
    notes: &[
        Note::With("prefix", "keys are listed and read only under the prefix; a listing must name it"),
        Note::Without("prefix", "every object of the bucket can be listed and read; `prefix` limits both"),
        Note::Always("earlier versions of objects can be read as well"),
        Note::Always("objects encrypted with a customer managed key also need `kms:Decrypt` on that key"),
    ],
    references: &[
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-policies-s3.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html",
    ],
    examples: &[
        Example {
            values: &[("bucket_name", "acme-reports")],
            allowed: &[
                Ask::of("s3:GetObject", "arn:aws:s3:::acme-reports/2026/q1.pdf"),
                Ask::of("s3:ListBucket", "arn:aws:s3:::acme-reports"),
            ],
            denied: &[
                Ask::of("s3:PutObject", "arn:aws:s3:::acme-reports/2026/q1.pdf"),
                Ask::of("s3:GetObject", "arn:aws:s3:::acme-reports-old/2026/q1.pdf"),
            ],
        },
        Example {
            values: &[("bucket_name", "acme-reports"), ("prefix", "2026/"), ("partition", "aws-cn")],
            allowed: &[
                Ask::of("s3:GetObject", "arn:aws-cn:s3:::acme-reports/2026/q1.pdf"),
                Ask::of("s3:ListBucket", "arn:aws-cn:s3:::acme-reports").with(&[("s3:prefix", "2026/")]),
            ],
            denied: &[
                Ask::of("s3:GetObject", "arn:aws-cn:s3:::acme-reports/2025/q1.pdf"),
                Ask::of("s3:ListBucket", "arn:aws-cn:s3:::acme-reports").with(&[("s3:prefix", "")]),
                Ask::of("s3:ListBucket", "arn:aws-cn:s3:::acme-reports"),
            ],
        },
    ],
};
