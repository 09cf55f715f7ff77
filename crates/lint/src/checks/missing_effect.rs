//! A statement without `Effect`.

use policy::Severity;
use policy::tree::Policy;

use crate::absence::{has_malformed, opening};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "missing-effect",
    aliases: &["MISSING_EFFECT"],
    summary: "a statement has no `Effect`",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
A statement must say whether it allows or denies; there is no default, and AWS refuses the policy.
",
    fix: r#"
Add `"Effect": "Allow"` or `"Effect": "Deny"`.
"#,
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_effect.html"],
    flagged: &[
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "List", "Action": "s3:ListAllMyBuckets", "Resource": "*" }
    ^ statement `List` has no `Effect`
  ]
}
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*" }
"#,
    ],
    run: Run::Absence(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    for statement in &policy.statements {
        if statement.effect.is_none() && !has_malformed(statement, &["Effect"]) {
            cx.report(opening(statement.span), format!("{} has no `Effect`", statement.label()));
        }
    }
}
