//! Several limits of which one decides.

use std::cmp::Ordering;

use policy::tree::{ConditionEntry, Operator, OperatorName, Spanned, Statement};
use policy::{Fix, Safety, Severity};

use crate::{Category, Check, Cx, Run, removal};

pub(super) const CHECK: Check = Check {
    id: "redundant-condition-value-num",
    aliases: &["REDUNDANT_CONDITION_VALUE_NUM"],
    summary: "a number is compared with several limits, of which one decides",
    category: Category::Clarity,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
One of the values suffices. What is less than 2,700 is also less than 3,600, so of several limits of `NumericLessThan` only the greatest counts, and of `NumericGreaterThan` only the least.
",
    fix: r"
Keep the limit that decides, and look whether it is the one that was meant.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Numeric",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": { "NumericLessThan": { "aws:MultiFactorAuthAge": ["2700", "3600"] } }
                                                                ^^^^^^^^^^^^^^^^ only `3600` counts: `NumericLessThan` holds for what is below the greatest
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": { "NumericGreaterThanEquals": { "s3:signatureAge": ["9.5", "-10", "100"] } }
                                                                  ^^^^^^^^^^^^^^^^^^^^^ only `-10` counts: `NumericGreaterThanEquals` holds for what is above the least
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": { "NumericLessThan": { "aws:MultiFactorAuthAge": "3600" }, "NumericEquals": { "s3:max-keys": ["1", "10"] } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": { "NumericLessThan": { "aws:MultiFactorAuthAge": ["ten", "3600"] } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let side = match operator.value.name {
        Some(OperatorName::NumericLessThan | OperatorName::NumericLessThanEquals) => Ordering::Greater,
        Some(OperatorName::NumericGreaterThan | OperatorName::NumericGreaterThanEquals) => Ordering::Less,
        _ => return,
    };
    if entry.values.len() < 2 || !entry.misplaced.is_empty() {
        return;
    }
    let numbers = entry.values.iter().map(|value| Some((Decimal::parse(&value.value.text())?, value)));
    let Some(numbers) = numbers.collect::<Option<Vec<_>>>() else { return };
    let deciding = numbers.iter().reduce(|one, next| if next.0.cmp(&one.0) == side { next } else { one });
    let Some((_, deciding)) = deciding else { return };
    let reason = if side == Ordering::Greater { "below the greatest" } else { "above the least" };
    let name = &operator.value.text;
    let message = format!("only `{}` counts: `{name}` holds for what is {reason}", deciding.value.text());
    let others = entry.values.iter().map(|value| value.span).filter(|span| *span != deciding.span);
    let removed = removal::items(cx, &others.collect::<Vec<_>>());
    let finding = cx.report(entry.span, message).label(deciding.span, "this one decides");
    if let Some(edits) = removed {
        let title = "keep the limit that decides".to_owned();
        finding.fix(Fix { title, safety: Safety::Safe, edits });
    }
}

/// A number as written, without loss.
#[derive(PartialEq, Eq)]
struct Decimal {
    is_negative: bool,
    /// Without zeros at the beginning.
    whole: String,
    /// Without zeros at the end.
    fraction: String,
}

impl Decimal {
    fn parse(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !is_number(whole) || !is_number(fraction) {
            return None;
        }
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        let is_zero = whole.is_empty() && fraction.is_empty();
        let is_negative = text.starts_with('-') && !is_zero;
        Some(Self { is_negative, whole: whole.to_owned(), fraction: fraction.to_owned() })
    }

    fn cmp(&self, other: &Self) -> Ordering {
        let size = |number: &Self| (number.whole.len(), number.whole.clone(), number.fraction.clone());
        match (self.is_negative, other.is_negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => size(self).cmp(&size(other)),
            (true, true) => size(other).cmp(&size(self)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_compared_exactly() {
        for (one, other, expected) in [
            ("9", "10", Ordering::Less),
            ("010", "10.0", Ordering::Equal),
            ("0.1", "0.09", Ordering::Greater),
            ("-2", "-10", Ordering::Greater),
            ("-0", "0", Ordering::Equal),
            ("-1", "+1", Ordering::Less),
            ("9007199254740993", "9007199254740992", Ordering::Greater),
        ] {
            let parse = |text| Decimal::parse(text).unwrap();
            assert_eq!(parse(one).cmp(&parse(other)), expected, "{one} and {other}");
        }
        for text in ["", "x", "1e3", "1.2.3", "--1", ".", "-"] {
            assert!(Decimal::parse(text).is_none(), "{text}");
        }
    }
}
