//! `Bool` or `Null` with several values.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, OperatorName, Spanned, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-condition-multiple-boolean",
    aliases: &["INVALID_CONDITION_MULTIPLE_BOOLEAN"],
    summary: "a condition compares a boolean with several values",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
`Bool` and `Null` compare with one value. With both `true` and `false` the condition would say nothing; AWS refuses the policy.
",
    fix: r"
Leave the one value that is meant.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "Bool": { "aws:SecureTransport": ["true", "false"] } }
                                                  ^^^^^^^^^^^^^^^^^ `Bool` takes one value, and not 2
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "Null": { "aws:TagKeys": [true, true] } }
                                          ^^^^^^^^^^^^ `Null` takes one value, and not 2
}
"#,
    ],
    clean: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "Bool": { "aws:SecureTransport": ["true"] }, "StringEquals": { "aws:RequestedRegion": ["us-east-1", "us-east-2"] } }
}
"#],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let Some(name @ (OperatorName::Bool | OperatorName::Null)) = operator.value.name else { return };
    if operator.value.set.is_none() && entry.values.len() > 1 {
        cx.report(entry.span, format!("`{}` takes one value, and not {}", name.text(), entry.values.len()));
    }
}
