//! A string operator that compares ARNs more loosely than it seems.

use catalog::Scalar;
use policy::tree::{ConditionEntry, Operator, OperatorName, Spanned, Statement};
use policy::{Safety, Severity};

use crate::condition_keys::KeyFacts;
use crate::literals::{has_wildcard, is_everything};
use crate::operators::{renamed, replace};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "string-operator-on-arn-key",
    aliases: &[],
    summary: "a string operator compares ARNs in a way that ARNs are not compared",
    category: Category::Effect,
    severity: Severity::Low,
    since: "0.1.0",
    why: r"
`StringNotLike` lets a `*` match across the colons of an ARN and so excepts more than it seems to; and operators that ignore letter case take two different roles for one.
`StringEquals` and `StringNotEquals` with whole ARNs are as good as `ArnEquals`, so the check is silent there.
",
    fix: r"
Use `ArnLike` or `ArnNotLike`, which compare each of the six parts of an ARN on its own.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN",
    ],
    flagged: &[
        r#"
{
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringNotLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/Admin" } }
                 ^^^^^^^^^^^^^^^ `StringNotLike` lets `*` match across the colons of the ARN in `aws:PrincipalArn`
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEqualsIgnoreCase": { "aws:SourceArn": "arn:aws:sns:us-east-1:111122223333:orders" } }
                 ^^^^^^^^^^^^^^^^^^^^^^^^ `StringEqualsIgnoreCase` ignores the letter case of the ARN in `aws:SourceArn`
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "AWS:SourceArn": "arn:aws:cloudfront::111122223333:distribution/E1" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "ArnEquals": { "aws:SourceArn": "arn:aws:sns:us-east-1:111122223333:t" }, "StringNotLike": { "aws:PrincipalArn": ["*", "arn:aws:iam::111122223333:root"] } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let (fitting, flaw) = match operator.value.name {
        Some(OperatorName::StringNotLike) => (OperatorName::ArnNotLike, "lets `*` match across the colons"),
        Some(OperatorName::StringEqualsIgnoreCase) => (OperatorName::ArnEquals, "ignores the letter case"),
        Some(OperatorName::StringNotEqualsIgnoreCase) => {
            (OperatorName::ArnNotEquals, "ignores the letter case")
        }
        _ => return,
    };
    let crosses_colons = |text: &str| has_wildcard(text) && !is_everything(text);
    let is_pattern = entry.values.iter().any(|value| crosses_colons(&value.value.text()));
    if fitting == OperatorName::ArnNotLike && !is_pattern {
        return;
    }
    let key = &entry.key;
    if KeyFacts::of(cx.catalog, &key.value).is_none_or(|facts| facts.scalar != Scalar::Arn) {
        return;
    }
    let fitting = renamed(&operator.value, fitting);
    let message = format!("`{}` {flaw} of the ARN in `{}`", operator.value.text, key.value.text);
    let finding =
        cx.report(operator.span, message).label(key.span, "an ARN").help(format!("use `{fitting}`"));
    if let Some(fix) = replace(statement, operator, &fitting, Safety::Unsafe) {
        finding.fix(fix);
    }
}
