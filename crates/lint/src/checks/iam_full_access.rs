//! All of IAM on every resource.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::{Category, Check, Cx, Run, reach, whole_service};

pub(super) const CHECK: Check = Check {
    id: "iam-full-access",
    aliases: &[],
    summary: "a statement allows all of IAM",
    category: Category::Privilege,
    severity: Severity::Critical,
    since: "0.1.0",
    why: r"
Whoever may do everything in IAM may write policies, and therefore give itself every other permission: the policy is one of an administrator, whatever else it says.
",
    fix: r"
Allow the IAM actions that are used, on the users and roles they are used on, and demand a permissions boundary of what is created (`iam:PermissionsBoundary`).
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate",
    ],
    flagged: &[r#"
{ "Effect": "Allow", "Action": ["iam:*", "s3:GetObject"], "Resource": "*" }
                                ^^^^^^^ all of IAM is allowed, and with it every other permission
"#],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "iam:*", "Resource": "arn:aws:iam::111122223333:user/${aws:username}" }
"#,
        r#"
{ "Effect": "Allow", "Action": "iam:Get*", "Resource": "*" }
"#,
        r#"
{ "Effect": "Deny", "Action": "iam:*", "Resource": "*" }
"#,
        r#"
# as boundary
{ "Effect": "Allow", "Action": "iam:*", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind != PolicyKind::Identity || !reach::is_unlimited(statement) {
        return;
    }
    for entry in statement.actions() {
        if whole_service::named(&entry.value).as_deref() == Some("iam")
            && !reach::is_denied(cx, "iam:CreatePolicy")
        {
            cx.report(entry.span, "all of IAM is allowed, and with it every other permission");
        }
    }
}
