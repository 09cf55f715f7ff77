//! Allowing nearly everything on nearly everything.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "allow-not-action-and-not-resource",
    aliases: &[],
    summary: "a statement allows all but a few actions on all but a few resources",
    category: Category::Privilege,
    severity: Severity::Critical,
    since: "0.1.0",
    why: r"
Both lists only take something out: the statement grants nearly every action on nearly every resource, and an action of the first list is left out on all resources, one of the second on none. That is an administrator whose limits nobody can read off the policy.
",
    fix: r"
Write `Action` and `Resource`, and a `Deny` for what must be kept safe.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html",
    ],
    flagged: &[r#"
{
  "Effect": "Allow",
  "NotAction": "iam:*",
  ^^^^^^^^^^^ every action but a few is allowed on every resource but a few
  "NotResource": "arn:aws:s3:::acme-secret/*"
}
"#],
    clean: &[
        r#"
{ "Effect": "Deny", "NotAction": "s3:GetObject", "NotResource": "arn:aws:s3:::acme-public/*" }
"#,
        r#"
{ "Effect": "Allow", "NotAction": "iam:*", "Resource": "arn:aws:s3:::acme-logs/*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let grants = matches!(cx.kind, PolicyKind::Identity | PolicyKind::Resource);
    let (Some(actions), Some(resources)) = (&statement.not_action, &statement.not_resource) else { return };
    if grants && statement.allows() {
        cx.report(actions.key, "every action but a few is allowed on every resource but a few")
            .label(resources.key, "and here only a few are left out");
    }
}
