//! All of a service that guards the account or holds its data, on every resource.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::{Category, Check, Cx, Run, reach, whole_service};

pub(super) const CHECK: Check = Check {
    id: "sensitive-service-full-access",
    aliases: &[],
    summary: "a statement allows all of a sensitive service on every resource",
    category: Category::Privilege,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
All of CloudTrail can switch off the record of what is done; all of KMS can schedule every key for deletion; all of Organizations can move accounts; all of S3 or Secrets Manager can read, delete and publish whatever is stored.
",
    fix: r"
Allow the actions that are used, on the trails, keys, buckets or secrets they are used on.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    ],
    flagged: &[r#"
{ "Effect": "Allow", "Action": ["kms:*", "S3:*"], "Resource": "*" }
                                ^^^^^^^ every action of `kms` is allowed on every resource
                                         ^^^^^^ every action of `s3` is allowed on every resource
"#],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::acme-logs", "arn:aws:s3:::acme-logs/*"] }
"#,
        r#"
{ "Effect": "Allow", "Action": "sqs:*", "Resource": "*" }
"#,
        r#"
{ "Effect": "Deny", "Action": "cloudtrail:*", "Resource": "*" }
"#,
        r#"
{
  "Effect": "Allow", "Action": "kms:*", "Resource": "*",
  "Condition": { "StringEquals": { "aws:ResourceTag/team": "red" } }
}
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind != PolicyKind::Identity || !reach::is_unlimited(statement) {
        return;
    }
    for entry in statement.actions() {
        let Some(prefix) = whole_service::named(&entry.value) else { continue };
        if prefix != "iam" && whole_service::is_sensitive(&prefix) {
            cx.report(entry.span, format!("every action of `{prefix}` is allowed on every resource"));
        }
    }
}
