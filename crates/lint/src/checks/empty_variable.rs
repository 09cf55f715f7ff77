//! A policy variable without a key.

use catalog::Catalog;
use policy::Severity;
use policy::tree::{Statement, VariableFaultKind};

use crate::variables::{Said, report_faults};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "empty-variable",
    aliases: &["EMPTY_VARIABLE"],
    summary: "a policy variable names no key",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
`${}` stands for the value of no key, and AWS refuses the policy.
",
    fix: r"
Write the key between the braces, such as `${aws:username}`. Characters that shall stand for themselves are written `${$}`, `${*}` and `${?}`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::homes/${}/*" }
                                                                               ^^^ `${}` names no key
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b",
  "Condition": { "StringLike": { "s3:prefix": ["home", "${, 'x'}/*"] } }
                                                        ^^^^^^^^ `${, 'x'}` names no key
}
"#,
    ],
    clean: &[r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${*}${?}${$}{}/${aws:username}" }
"#],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    report_faults(cx, statement, VariableFaultKind::Empty, say);
}

fn say(_: &Catalog, written: &str) -> Said {
    (format!("`{written}` names no key"), None)
}
