//! A statement without `Principal`.

use policy::Severity;
use policy::tree::Policy;

use crate::absence::{has_malformed, opening};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "missing-principal",
    aliases: &["MISSING_PRINCIPAL"],
    summary: "a statement has neither `Principal` nor `NotPrincipal`",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
A resource-based policy is about whoever calls: a statement that names nobody matches nobody, and AWS refuses it.
",
    fix: r"
Name who is meant with `Principal`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"],
    flagged: &[
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" },
    { "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::b/*" }
    ^ statement 2 has neither `Principal` nor `NotPrincipal`
  ]
}
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Absence(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    if !cx.kind.has_principal() {
        return;
    }
    for statement in &policy.statements {
        if statement.principal.is_none() && statement.not_principal.is_none() && !has_malformed(statement, &["Principal", "NotPrincipal"]) {
            cx.report(opening(statement.span), format!("{} has neither `Principal` nor `NotPrincipal`", statement.label()));
        }
    }
}
