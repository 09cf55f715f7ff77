//! Every action of a service, named by a star.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::{Category, Check, Cx, Run, reach, whole_service};

pub(super) const CHECK: Check = Check {
    id: "service-wildcard-action",
    aliases: &["ServiceWildcard"],
    summary: "a statement allows every action of a service",
    category: Category::Privilege,
    severity: Severity::Medium,
    since: "0.1.0",
    why: r#"
`"dynamodb:*"` reads, writes, deletes, and hands on: it also holds the actions that change who may use a resource, and those that AWS adds later.

All of IAM, or all of a service that guards the account, on every resource is reported by checks of their own.
"#,
    fix: r"
Name the actions that are used; `leastwise generate` drafts that from CloudTrail.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    ],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "dynamodb:*", "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/Orders" }
                               ^^^^^^^^^^^^ every action of `dynamodb` is allowed
"#,
        r#"
{ "Effect": "Allow", "Action": ["s3:*", "sqs:SendMessage"], "Resource": "arn:aws:s3:::acme-logs/*" }
                                ^^^^^^ every action of `s3` is allowed
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Deny", "Action": "dynamodb:*", "Resource": "*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "dynamodb:Get*", "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/Orders" }
"#,
        r#"
{ "Effect": "Allow", "Action": "iam:*", "Resource": "*" }
"#,
        r#"
# as boundary
{ "Effect": "Allow", "Action": ["dynamodb:*", "s3:*"], "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind != PolicyKind::Identity || !statement.allows() {
        return;
    }
    let is_unlimited = reach::is_unlimited(statement);
    for entry in statement.actions() {
        let Some(prefix) = whole_service::named(&entry.value) else { continue };
        let is_said_elsewhere = is_unlimited && whole_service::is_sensitive(&prefix);
        if !is_said_elsewhere {
            cx.report(entry.span, format!("every action of `{prefix}` is allowed"));
        }
    }
}
