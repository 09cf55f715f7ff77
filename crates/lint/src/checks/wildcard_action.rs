//! Every action there is, named by a star.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "wildcard-action",
    aliases: &["CKV_AWS_63"],
    summary: "a statement allows `*` as its action",
    category: Category::Clarity,
    severity: Severity::Medium,
    since: "0.1.0",
    why: r#"
`"Action": "*"` names nothing: it holds every action of every service, also of those that AWS has not built yet. Whoever reads the policy cannot tell what it is for, and what it allows grows by itself.

Policies that only limit what others grant (SCPs, permissions boundaries, session and endpoint policies) often need it, so the check is silent there.
"#,
    fix: r#"
Name the actions that are used, or at least the services: `"s3:*"` says more than `"*"`.
"#,
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::acme-logs/*" }
                               ^^^ every action of every service is allowed
"#,
        r#"
{ "Effect": "Allow", "Action": ["s3:GetObject", "**"], "Resource": "*" }
                                                ^^^^ every action of every service is allowed
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Deny", "Action": "*", "Resource": "*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::acme-logs/*" }
"#,
        r#"
# as scp
{ "Effect": "Allow", "Action": "*", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind != PolicyKind::Identity || !statement.allows() {
        return;
    }
    if let Some(all) = statement.actions().iter().find(|action| action.value.is_everything()) {
        cx.report(all.span, "every action of every service is allowed");
    }
}
