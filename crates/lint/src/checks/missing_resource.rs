//! A statement without `Resource`.

use policy::Severity;
use policy::tree::Policy;

use crate::absence::{has_malformed, opening};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "missing-resource",
    aliases: &["MISSING_RESOURCE"],
    summary: "a statement has neither `Resource` nor `NotResource`",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Only the trust policy of a role stands without resources: it speaks of the role it is attached to. AWS refuses any other policy without them.
",
    fix: r#"
Name the resources with `Resource`; `"*"` where an action cannot be limited.
"#,
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject" }
^ statement 1 has neither `Resource` nor `NotResource`
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }
"#,
    ],
    run: Run::Absence(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    if !cx.kind.has_resource() {
        return;
    }
    for statement in &policy.statements {
        if statement.resource.is_none() && statement.not_resource.is_none() && !has_malformed(statement, &["Resource", "NotResource"]) {
            cx.report(opening(statement.span), format!("{} has neither `Resource` nor `NotResource`", statement.label()));
        }
    }
}
