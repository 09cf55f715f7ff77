//! A statement without `Action`.

use policy::Severity;
use policy::tree::Policy;

use crate::absence::{has_malformed, opening};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "missing-action",
    aliases: &["MISSING_ACTION"],
    summary: "a statement has neither `Action` nor `NotAction`",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
A statement without actions speaks of nothing, and AWS refuses the policy.
",
    fix: r"
Name the actions with `Action`, or the exceptions with `NotAction`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Resource": "*" }
^ statement 1 has neither `Action` nor `NotAction`
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Deny", "NotAction": "iam:*", "Resource": "*" }
"#,
    ],
    run: Run::Absence(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    for statement in &policy.statements {
        if statement.action.is_none() && statement.not_action.is_none() && !has_malformed(statement, &["Action", "NotAction"]) {
            cx.report(opening(statement.span), format!("{} has neither `Action` nor `NotAction`", statement.label()));
        }
    }
}
