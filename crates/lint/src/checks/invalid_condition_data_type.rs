//! A list of condition values that mixes types.

use policy::tree::{ConditionEntry, Literal, Operator, Spanned, Statement};
use policy::write::quote;
use policy::{Fix, Severity};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-condition-data-type",
    aliases: &["INVALID_CONDITION_DATA_TYPE"],
    summary: "the values of one condition key have different types",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
A condition value may be a string, a number or a boolean, but all values of one key must have the same type. AWS refuses a list that mixes them.
",
    fix: r#"
Write all of them as strings: IAM compares `7` and `"7"` alike.
"#,
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "aws:RequestedRegion": ["us-east-1", 7, true] } }
                                                                        ^ `7` is a number in a list with a string
                                                                           ^^^^ `true` is a boolean in a list with a string
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::acme-logs",
  "Condition": { "NumericEquals": { "s3:max-keys": [10, true] } }
                                                        ^^^^ `true` is a boolean in a list with a number
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "Bool": { "aws:SecureTransport": true }, "NumericLessThan": { "aws:MultiFactorAuthAge": 3600 } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::acme-logs",
  "Condition": { "NumericEquals": { "s3:max-keys": [10, 20] } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, _: &Spanned<Operator>, entry: &ConditionEntry) {
    let strings = entry.values.iter().find(|value| is_string(&value.value));
    let Some(first) = strings.or(entry.values.first()) else { return };
    for value in &entry.values {
        if std::mem::discriminant(&value.value) == std::mem::discriminant(&first.value) {
            continue;
        }
        let text = value.value.text();
        let message = format!("`{text}` is {} in a list with {}", kind(&value.value), kind(&first.value));
        let finding = cx.report(value.span, message).label(first.span, kind(&first.value));
        if is_string(&first.value) {
            let quoted = quote(&text);
            finding.fix(Fix::safe("write it as a string", value.span, quoted));
        }
    }
}

fn is_string(literal: &Literal) -> bool {
    matches!(literal, Literal::String(_))
}

fn kind(literal: &Literal) -> &'static str {
    match literal {
        Literal::String(_) => "a string",
        Literal::Number(_) => "a number",
        Literal::Bool(_) => "a boolean",
    }
}
