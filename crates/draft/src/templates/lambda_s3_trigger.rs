//! What a Lambda function needs that S3 invokes for new objects.

use policy::tree::PolicyKind;

use super::shared_parameters::{ACCOUNT_ID, BUCKET_NAME, FUNCTION_NAME, PREFIX, REGION};
use super::shared_statements::{list_objects, policy_of, read_objects, write_log_of_function};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "lambda-s3-trigger",
    summary: "lets a Lambda function read the objects of the bucket that triggers it, and write its own log",
    kind: PolicyKind::Identity,
    parameters: &[
        FUNCTION_NAME,
        BUCKET_NAME,
        PREFIX,
        Parameter { meaning: "the function's region", ..REGION },
        Parameter { meaning: "the function's account", ..ACCOUNT_ID },
    ],
    policy: policy_of!(read_objects!(), list_objects!("FindMissingObjects"), write_log_of_function!()),
    notes: &[
        Note::Always("it is for the function's execution role; that S3 may invoke the function is said in the function's own policy"),
        Note::With("prefix", "keys are listed and read only under the prefix"),
        Note::Without("prefix", "every object of the bucket can be listed and read; `prefix` limits both"),
        Note::Always("nothing is written to the bucket, so that the function cannot trigger itself"),
        Note::Always("objects encrypted with a customer managed key also need `kms:Decrypt` on that key"),
    ],
    references: &[
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html",
        "https://docs.aws.amazon.com/lambda/latest/dg/with-s3-tutorial.html",
    ],
    examples: &[
        Example {
            values: &[
                ("function_name", "thumbnails"),
                ("bucket_name", "acme-uploads"),
                ("region", "eu-west-1"),
                ("account_id", "111122223333"),
            ],
            allowed: &[
                Ask::of("s3:GetObject", "arn:aws:s3:::acme-uploads/a.png"),
                Ask::of(
                    "logs:PutLogEvents",
                    "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/thumbnails:log-stream:2026/11/22/[$LATEST]1a2b",
                ),
            ],
            denied: &[
                Ask::of("s3:PutObject", "arn:aws:s3:::acme-uploads/a.png"),
                Ask::of(
                    "logs:PutLogEvents",
                    "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders:log-stream:2026/11/22/[$LATEST]1a2b",
                ),
            ],
        },
        Example {
            values: &[
                ("function_name", "thumbnails"),
                ("bucket_name", "acme-uploads"),
                ("prefix", "images/"),
                ("region", "eu-west-1"),
                ("account_id", "111122223333"),
            ],
            allowed: &[
                Ask::of("s3:GetObject", "arn:aws:s3:::acme-uploads/images/a.png"),
            ],
            denied: &[
                Ask::of("s3:GetObject", "arn:aws:s3:::acme-uploads/invoices/a.pdf"),
                Ask::of("s3:ListBucket", "arn:aws:s3:::acme-uploads"),
            ],
        },
    ],
};
