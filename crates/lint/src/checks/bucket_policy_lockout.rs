//! A bucket policy that shuts everyone out, its owner included.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::{Category, Check, Cx, Run, buckets, coverage, reach};

pub(super) const CHECK: Check = Check {
    id: "bucket-policy-lockout",
    aliases: &["CKV_AWS_93"],
    summary: "a bucket policy denies everyone to change it",
    category: Category::Effect,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
A `Deny` for everyone, on every action and without a condition, also holds for the owner of the bucket and for administrators: nobody can read the bucket, and nobody but the root user of the account can change or delete the policy again.
",
    fix: r"
Add a condition that spares those who look after the bucket, such as `StringNotEquals` with `aws:PrincipalArn`; or deny only the actions that are meant.
",
    references: &["https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html"],
    flagged: &[r#"
{
  "Effect": "Deny", "Principal": "*", "Action": "s3:*",
                                                ^^^^^^ nobody can use the bucket, nor change this policy, the owner included
  "Resource": ["arn:aws:s3:::acme-logs", "arn:aws:s3:::acme-logs/*"]
}
"#],
    clean: &[
        r#"
{
  "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::acme-logs", "arn:aws:s3:::acme-logs/*"],
  "Condition": { "Bool": { "aws:SecureTransport": "false" } }
}
"#,
        r#"
{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::acme-logs/*" }
"#,
        r#"
{ "Effect": "Deny", "Principal": { "AWS": "*" }, "Action": "s3:DeleteBucket", "Resource": "arn:aws:s3:::acme-logs" }
"#,
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:*", "Resource": "arn:aws:s3:::acme-logs" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let is_for_all =
        statement.denies() && statement.condition.is_none() && coverage::names_everyone(statement);
    if cx.kind != PolicyKind::Resource
        || !is_for_all
        || crate::absence::has_malformed(statement, &["Condition"])
    {
        return;
    }
    let closes =
        ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"].iter().all(|action| reach::names(statement, action));
    let element = statement.action.as_ref().or(statement.not_action.as_ref());
    if let Some(element) = element.filter(|_| closes && buckets::names_bucket(statement)) {
        cx.report(element.span, "nobody can use the bucket, nor change this policy, the owner included");
    }
}
