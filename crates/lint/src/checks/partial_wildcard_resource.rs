//! A bucket pattern that others can slip into.

use policy::tree::{PolicyKind, Spanned, Statement};
use policy::{ResourcePattern, Severity, Token};

use crate::{Category, Check, Cx, Run, reach};

pub(super) const CHECK: Check = Check {
    id: "partial-wildcard-resource",
    aliases: &[],
    summary: "a bucket pattern also matches buckets that anyone may create",
    category: Category::Privilege,
    severity: Severity::Low,
    since: "0.1.0",
    why: r"
Names of buckets are taken by whoever comes first, in any account. A pattern that begins with a wildcard, such as `arn:aws:s3:::*-logs/*`, matches a bucket that a stranger creates, to which the holder can then be made to send data. A pattern such as `arn:aws:s3:::acme*` was meant for a bucket and its objects, and also matches `acme-private`.

A wildcard behind `-`, `.` or `/` says that a family of names is meant, and is not reported.
",
    fix: r"
Write the bucket and its objects as two resources, `arn:aws:s3:::acme` and `arn:aws:s3:::acme/*`; or add `aws:ResourceAccount`.
",
    references: &["https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html"],
    flagged: &[r#"
{ "Effect": "Allow", "Action": "s3:PutObject", "Resource": ["arn:aws:s3:::*-logs/*", "arn:aws:s3:::acme*"] }
                                                            ^^^^^^^^^^^^^^^^^^^^^^^ a bucket of such a name can be created by anyone
                                                                                     ^^^^^^^^^^^^^^^^^^^^ this also matches other buckets whose names begin so
"#],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:PutObject", "Resource": ["arn:aws:s3:::acme-*/*", "arn:aws:s3:::acme/*", "arn:aws:s3:::acme"] }
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::*-logs/*",
  "Condition": { "StringEquals": { "aws:ResourceAccount": "111122223333" } }
}
"#,
        r#"
{ "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/*-orders" }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "arn:aws:s3:::*" }
"#,
        r#"
{ "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::acme*" }
"#,
    ],
    run: Run::Resource(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, resource: &Spanned<ResourcePattern>) {
    let pattern = &resource.value;
    let is_granted = statement.allows() && statement.resource.is_some();
    let [_, _, service, _, account, id] = pattern.parts() else { return };
    let is_bucket = service.matches("s3") && !service.has_wildcard() && account.tokens().is_empty();
    if cx.kind != PolicyKind::Identity || !is_granted || !is_bucket || !pattern.is_exact() {
        return;
    }
    let slash = id.tokens().iter().position(|token| *token == Token::Char('/'));
    let bucket = id.tokens().get(..slash.unwrap_or(id.tokens().len())).unwrap_or_default();
    let message = match bucket {
        [Token::AnyRun] | [] => return,
        [Token::AnyRun | Token::AnyChar, ..] => "a bucket of such a name can be created by anyone",
        [.., Token::Char(last), Token::AnyRun] if slash.is_none() && last.is_alphanumeric() => {
            "this also matches other buckets whose names begin so"
        }
        _ => return,
    };
    if cx.may_judge() && !reach::is_narrowed(statement) {
        cx.report(resource.span, message);
    }
}
