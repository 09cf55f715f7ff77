//! A value of a numeric operator that is no number.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, OperatorType, Spanned, Statement};

use crate::literals::fixed_texts;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "type-mismatch-number",
    aliases: &["TYPE_MISMATCH_NUMBER"],
    summary: "a number is compared with something that is none",
    category: Category::Effect,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
Operators for numbers read integers and decimals, with quotes or without. A value that is no number equals none and is neither less nor greater than one.
",
    fix: r"
Write the digits, without a unit.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "NumericLessThan": { "aws:MultiFactorAuthAge": "one hour" } }
                                                                ^^^^^^^^^^ `one hour` is no number
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::acme-logs",
  "Condition": { "NumericLessThanEquals": { "s3:max-keys": ["10 ", "1,000", true] } }
                                                            ^^^^^ `10 ` is no number
                                                                   ^^^^^^^ `1,000` is no number
                                                                            ^^^^ `true` is no number
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "NumericLessThan": { "aws:MultiFactorAuthAge": 3600 }, "NumericGreaterThanEquals": { "s3:TlsVersion": "1.2" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::acme-logs",
  "Condition": { "NumericEquals": { "s3:max-keys": "${aws:PrincipalTag/keys}" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    if operator.value.name.is_none_or(|name| name.value_type() != OperatorType::Numeric) {
        return;
    }
    for (value, text) in fixed_texts(entry) {
        if !is_number(&text) {
            cx.report(value.span, format!("`{text}` is no number"));
        }
    }
}

fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.'))
        && text.parse::<f64>().is_ok_and(f64::is_finite)
}
