//! A policy variable without its closing brace.

use catalog::Catalog;
use policy::Severity;
use policy::tree::{Statement, VariableFaultKind};

use crate::variables::{Said, report_faults};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "missing-brace-in-variable",
    aliases: &["MISSING_BRACE_IN_VARIABLE"],
    summary: "a policy variable has no closing brace",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
`${` begins a policy variable, and AWS refuses a policy in which one does not end.
",
    fix: r"
Close it with `}` behind the name of the key. Characters that shall stand for themselves are written `${$}`, `${*}` and `${?}`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::homes/${aws:username/*" }
                                                                               ^^^^^^^^^^^^^^^^ `${aws:username/*` has no closing brace
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
  "Condition": { "StringLike": { "s3:prefix": ["${aws:PrincipalTag/team/*", "${s3:x"] } }
                                                ^^^^^^^^^^^^^^^^^^^^^^^^^ `${aws:PrincipalTag/team/*` has no closing brace
                                                                             ^^^^^^ `${s3:x` has no closing brace
}
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::homes/${aws:username}/{$}/$" }
"#,
        r#"
{ "Version": "2008-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::homes/${x" } }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    report_faults(cx, statement, VariableFaultKind::MissingBrace, say);
}

fn say(catalog: &Catalog, written: &str) -> Said {
    (format!("`{written}` has no closing brace"), closed(catalog, written))
}

/// The text with the brace behind the key, if it begins with a key that ends in one place only: a tag key may go on.
fn closed(catalog: &Catalog, written: &str) -> Option<String> {
    let inner = written.strip_prefix("${")?;
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && !":-_".contains(c)).unwrap_or(inner.len());
    let (key, rest) = inner.split_at_checked(end)?;
    let is_key = catalog.condition_key(key).is_some_and(|known| !known.is_template());
    is_key.then(|| format!("${{{key}}}{rest}"))
}
