//! A `*` that only asks whether the key is there.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, OperatorName, Spanned, Statement};

use crate::presence;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "equivalent-to-null-false",
    aliases: &["EQUIVALENT_TO_NULL_FALSE"],
    summary: "the condition only asks whether the key is there",
    category: Category::Clarity,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
A lone `*` matches every value, so `StringLike` with it holds just where the request has the key. `Null` says so in plain words.
",
    fix: r#"
Write `"Null": { "KEY": "false" }`; or, if certain values are meant, name them.
"#,
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringLike": { "aws:PrincipalTag/team": "*" } }
                                                          ^^^ `StringLike` with `*` only asks whether `aws:PrincipalTag/team` is there
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "ArnLike": { "aws:PrincipalArn": ["arn:aws:iam::111122223333:role/app", "*"] } }
                                                                                         ^^^ `ArnLike` with `*` only asks whether `aws:PrincipalArn` is there
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringLike": { "aws:PrincipalTag/team": "red-*" }, "StringLikeIfExists": { "aws:PrincipalTag/site": "*" }, "ForAnyValue:StringLike": { "aws:TagKeys": "*" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringLike": { "aws:PrincipalTag/team": "${*}" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let Some(OperatorName::StringLike | OperatorName::ArnLike) = operator.value.name else { return };
    presence::report(cx, statement, operator, entry, false);
}
