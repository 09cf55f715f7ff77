//! `StringLike` on a key that holds an ARN.

use catalog::Scalar;
use policy::tree::{ConditionEntry, Operator, OperatorName, Spanned, Statement};
use policy::{Safety, Severity};

use crate::condition_keys::KeyFacts;
use crate::literals::is_everything;
use crate::operators::{renamed, replace};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "string-like-operator-with-arn-condition-keys",
    aliases: &["STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS"],
    summary: "`StringLike` compares an ARN as if it were plain text",
    category: Category::Effect,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
In a text a `*` also matches colons: `arn:aws:iam::*:role/app` is meant to be a role in any account, but as text it also fits ARNs in which the star stands for more than the account. `ArnLike` compares each of the six parts of an ARN on its own.
",
    fix: r"
Use `ArnLike`.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/app-*" } }
                 ^^^^^^^^^^^^ `StringLike` compares the ARN in `aws:PrincipalArn` as plain text
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "ForAnyValue:StringLikeIfExists": { "aws:SourceArn": "arn:aws:sns:*:111122223333:*" } }
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `ForAnyValue:StringLikeIfExists` compares the ARN in `aws:SourceArn` as plain text
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/app-*" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "AWS:SourceArn": "arn:aws:cloudfront::111122223333:distribution/E1" }, "StringLike": { "aws:PrincipalTag/arn": "arn:*" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringLike": { "aws:PrincipalArn": "*" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    if operator.value.name != Some(OperatorName::StringLike) || entry.values.is_empty() {
        return;
    }
    // What matches all texts matches all ARNs.
    if entry.values.iter().all(|value| is_everything(&value.value.text())) {
        return;
    }
    let key = &entry.key;
    if KeyFacts::of(cx.catalog, &key.value).is_none_or(|facts| facts.scalar != Scalar::Arn) {
        return;
    }
    let like = renamed(&operator.value, OperatorName::ArnLike);
    let message = format!("`{}` compares the ARN in `{}` as plain text", operator.value.text, key.value.text);
    let finding = cx.report(operator.span, message).label(key.span, "an ARN").help(format!("use `{like}`"));
    if let Some(fix) = replace(statement, operator, &like, Safety::Unsafe) {
        finding.fix(fix);
    }
}
