//! A value of a date operator that is no date.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, OperatorType, Spanned, Statement};

use policy::value::Moment;
use crate::literals::fixed_texts;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "type-mismatch-date",
    aliases: &["TYPE_MISMATCH_DATE"],
    summary: "a date is compared with something that is none",
    category: Category::Effect,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
Operators for dates read ISO 8601 in the forms of the W3C, from `2026` to `2026-01-31T08:00:00.5+01:00`, or seconds since 1970. A value they cannot read equals no date and is neither before nor after one.
",
    fix: r"
Write the date as `2026-01-31T08:00:00Z`.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
        "https://www.w3.org/TR/NOTE-datetime",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "DateGreaterThan": { "aws:CurrentTime": "tomorrow" } }
                                                         ^^^^^^^^^^ `tomorrow` is no date
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "DateLessThan": { "aws:CurrentTime": ["2026-02-30T00:00:00Z", "31.12.2026"] } }
                                                       ^^^^^^^^^^^^^^^^^^^^^^ `2026-02-30T00:00:00Z` is no date
                                                                               ^^^^^^^^^^^^ `31.12.2026` is no date
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "DateLessThanEqualsIfExists": { "aws:CurrentTime": "2030-01-01T00:00:00Z" }, "DateGreaterThan": { "aws:CurrentTime": "2024-02-29", "aws:TokenIssueTime": 1735689600 } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "DateLessThan": { "aws:CurrentTime": "${aws:PrincipalTag/until}" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    if operator.value.name.is_none_or(|name| name.value_type() != OperatorType::Date) {
        return;
    }
    for (value, text) in fixed_texts(entry) {
        if Moment::parse(&text).is_none() {
            cx.report(value.span, format!("`{text}` is no date"))
                .help("write it as `2026-01-31T08:00:00Z`; the month and the day come second and third");
        }
    }
}
