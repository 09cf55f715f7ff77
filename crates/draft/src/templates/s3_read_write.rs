//! Reads, writes and deletes the objects of a bucket.

use policy::tree::PolicyKind;

use super::shared_parameters::{BUCKET_NAME, PARTITION, PREFIX};
use super::shared_statements::{find_bucket, list_objects, policy_of};
use super::{Ask, Example, Note, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "s3-read-write",
    summary: "reads, writes and deletes the objects of a bucket, or those under a prefix",
    kind: PolicyKind::Identity,
    parameters: &[BUCKET_NAME, PREFIX, PARTITION],
    policy: policy_of!(
        list_objects!("ListObjects"),
        find_bucket!(),
        r#"    {
      "Sid": "ReadAndWriteObjects",
      "Effect": "Allow",
      "Action": [
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:ListMultipartUploadParts",
        "s3:PutObject"
      ],
      "Resource": "arn:{{partition}}:s3:::{{bucket_name}}/{{prefix?}}*"
    }"#,
    ),
    notes: &[
        Note::With("prefix", "keys are listed, read, written and deleted only under the prefix; a listing must name it"),
        Note::Without("prefix", "every object of the bucket can be read, overwritten and deleted; `prefix` limits this"),
        Note::Always("`s3:DeleteObjectVersion` is not granted: with versioning, what is deleted or overwritten can be restored"),
        Note::Always("`s3:PutObjectAcl` is not granted: whoever writes an object cannot share it by an ACL"),
        Note::Always("objects encrypted with a customer managed key also need `kms:Decrypt` and `kms:GenerateDataKey` on that key"),
    ],
    references: &[
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-policies-s3.html",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html",
    ],
    examples: &[
        Example {
            values: &[("bucket_name", "acme-uploads")],
            allowed: &[
                Ask::of("s3:PutObject", "arn:aws:s3:::acme-uploads/a.png"),
                Ask::of("s3:DeleteObject", "arn:aws:s3:::acme-uploads/a.png"),
            ],
            denied: &[
                Ask::of("s3:PutObjectAcl", "arn:aws:s3:::acme-uploads/a.png"),
                Ask::of("s3:DeleteObjectVersion", "arn:aws:s3:::acme-uploads/a.png"),
                Ask::of("s3:DeleteBucket", "arn:aws:s3:::acme-uploads"),
            ],
        },
        Example {
            values: &[("bucket_name", "acme-uploads"), ("prefix", "team-a/")],
            allowed: &[
                Ask::of("s3:PutObject", "arn:aws:s3:::acme-uploads/team-a/a.png"),
                Ask::of("s3:ListBucket", "arn:aws:s3:::acme-uploads").with(&[("s3:prefix", "team-a/2026")]),
            ],
            denied: &[
                Ask::of("s3:PutObject", "arn:aws:s3:::acme-uploads/team-b/a.png"),
                Ask::of("s3:ListBucket", "arn:aws:s3:::acme-uploads").with(&[("s3:prefix", "team-b/")]),
            ],
        },
    ],
};
