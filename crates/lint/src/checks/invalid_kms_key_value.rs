//! A condition on a KMS key with a value that is no ARN of a key.

use policy::tree::{ConditionEntry, Operator, OperatorType, Spanned, Statement};
use policy::{Glob, Severity};

use crate::literals::fixed_texts;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-kms-key-value",
    aliases: &["INVALID_KMS_KEY_VALUE"],
    summary: "a condition on a KMS key does not name its ARN",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Amazon S3 fills `s3:x-amz-server-side-encryption-aws-kms-key-id` with the ARN of the key, however the caller has named it. An alias, the ARN of an alias or a bare key id equals no such value, so the condition never holds, or, if it is negated, always.
",
    fix: r"
Write the ARN of the key: `arn:aws:kms:REGION:ACCOUNT:key/ID`.
",
    references: &["https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html"],
    flagged: &[r#"
{
  "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "s3:x-amz-server-side-encryption-aws-kms-key-id": [
    "alias/acme",
    ^^^^^^^^^^^^ `alias/acme` is not the ARN of a KMS key
    "arn:aws:kms:us-east-1:111122223333:alias/acme",
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `arn:aws:kms:us-east-1:111122223333:alias/acme` is not the ARN of a KMS key
    "1234abcd-12ab-34cd-56ef-1234567890ab" ] } }
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `1234abcd-12ab-34cd-56ef-1234567890ab` is not the ARN of a KMS key
}
"#],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "ArnLike": { "s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:*:111122223333:*" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringNotLikeIfExists": { "s3:x-amz-server-side-encryption-aws-kms-key-id": ["*", "arn:aws-us-gov:kms:*:key/*"] } }
}
"#,
    ],
    run: Run::Condition(run),
};

/// The condition keys whose value is always the ARN of a KMS key.
///
/// Sources: the user guides of Amazon S3 and of S3 Express One Zone, on encryption with KMS keys.
const KEYS: [&str; 2] = [
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "s3express:x-amz-server-side-encryption-aws-kms-key-id",
];

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let Some(name) = operator.value.name else { return };
    let compares_text = matches!(name.value_type(), OperatorType::String | OperatorType::Arn);
    if !compares_text || !KEYS.iter().any(|key| entry.key.value.is(key)) {
        return;
    }
    let every_key = Glob::new("arn:*:kms:*:*:key/?*");
    for (value, text) in fixed_texts(entry) {
        let pattern = if name.takes_wildcards() { Glob::new(&text) } else { Glob::literal(&text) };
        if !pattern.intersects(&every_key) {
            cx.report(value.span, format!("`{text}` is not the ARN of a KMS key"))
                .help("write it as `arn:aws:kms:REGION:ACCOUNT:key/ID`");
        }
    }
}
