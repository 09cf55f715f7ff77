//! A default of a policy variable that is not in single quotes.

use catalog::Catalog;
use policy::Severity;
use policy::tree::{Statement, VariableFaultKind};

use crate::variables::{Said, report_faults};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "missing-quote-in-variable",
    aliases: &["MISSING_QUOTE_IN_VARIABLE"],
    summary: "the default of a policy variable is not in single quotes",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
`${key, 'default'}` takes the default where the request has no such key. Without a quote on each side AWS refuses the policy.
",
    fix: r"
Put the default into single quotes.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:PrincipalTag/team, 'shared}/*" }
                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the default of `${aws:PrincipalTag/team, 'shared}` is not in single quotes
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b",
  "Condition": { "StringLike": { "s3:prefix": "${aws:PrincipalTag/team, none}" } }
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the default of `${aws:PrincipalTag/team, none}` is not in single quotes
}
"#,
    ],
    clean: &[r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:PrincipalTag/team, 'company wide'}/*" }
"#],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    report_faults(cx, statement, VariableFaultKind::MissingQuote, say);
}

fn say(_: &Catalog, written: &str) -> Said {
    (format!("the default of `{written}` is not in single quotes"), quoted(written))
}

/// The variable with its default in quotes; none if there are quotes within.
fn quoted(written: &str) -> Option<String> {
    let (key, default) = written.strip_prefix("${")?.strip_suffix('}')?.split_once(',')?;
    let default = default.trim().trim_matches('\'');
    (!default.is_empty() && !default.contains('\'')).then(|| format!("${{{key}, '{default}'}}"))
}
