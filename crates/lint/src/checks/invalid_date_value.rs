//! A date as a number of seconds.

use policy::tree::{ConditionEntry, Operator, OperatorType, Spanned, Statement};
use policy::write::quote;
use policy::{Fix, Severity};

use policy::value::{Moment, MomentForm};
use crate::literals::fixed_texts;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-date-value",
    aliases: &["INVALID_DATE_VALUE"],
    summary: "a date is written as seconds since 1970",
    category: Category::Clarity,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
AWS reads seconds since 1970 as a date, but nobody can tell by looking when that is, and milliseconds are taken for a date in the far future. `aws:EpochTime` under an operator for numbers is not meant.
",
    fix: r"
Write the date as `2026-01-31T08:00:00Z`.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ],
    flagged: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "DateGreaterThan": { "aws:CurrentTime": "1735689600" }, "DateLessThan": { "aws:CurrentTime": 1735689600000 } }
                                                         ^^^^^^^^^^^^ `1735689600` is a date in seconds since 1970
                                                                                                              ^^^^^^^^^^^^^ `1735689600000` is a date in seconds since 1970
}
"#],
    clean: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "DateLessThanEqualsIfExists": { "aws:CurrentTime": "2030-01-01T00:00:00Z" }, "NumericLessThan": { "aws:EpochTime": "1893456000" } }
}
"#],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    if operator.value.name.is_none_or(|name| name.value_type() != OperatorType::Date) {
        return;
    }
    // In a list with numbers a string would be of another type.
    let is_alone = entry.values.len() == 1 && entry.misplaced.is_empty();
    for (value, text) in fixed_texts(entry) {
        let written = Moment::parse(&text).filter(|moment| moment.form == MomentForm::Epoch);
        let Some(moment) = written else { continue };
        let finding = cx.report(value.span, format!("`{text}` is a date in seconds since 1970"));
        let Some(date) = moment.iso() else {
            let seconds = moment.seconds / 1000;
            let in_seconds =
                Moment { seconds, ..moment }.iso().map(|date| format!("; as milliseconds it would be `{date}`"));
            finding.help(format!("that is beyond the year 9999{}", in_seconds.unwrap_or_default()));
            continue;
        };
        let finding = finding.help(format!("write it as `{date}`"));
        if is_alone {
            finding.fix(Fix::safe(format!("replace it by `{date}`"), value.span, quote(&date)));
        }
    }
}
