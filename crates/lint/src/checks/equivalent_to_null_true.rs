//! A `*` that only asks whether the key is absent.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, OperatorName, Spanned, Statement};

use crate::presence;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "equivalent-to-null-true",
    aliases: &["EQUIVALENT_TO_NULL_TRUE"],
    summary: "the condition only asks whether the key is absent",
    category: Category::Clarity,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
A lone `*` matches every value, so `StringNotLike` with it holds just where the request does not have the key. `Null` says so in plain words.
",
    fix: r#"
Write `"Null": { "KEY": "true" }`; or, if certain values are meant, name them.
"#,
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null",
    ],
    flagged: &[
        r#"
{
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringNotLike": { "aws:PrincipalTag/team": "*" } }
                                                             ^^^ `StringNotLike` with `*` only asks whether `aws:PrincipalTag/team` is absent
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "ArnNotLike": { "aws:PrincipalArn": ["arn:aws:iam::111122223333:role/app", "*"] } }
                                                                                            ^^^ `ArnNotLike` with `*` only asks whether `aws:PrincipalArn` is absent
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringNotLike": { "aws:PrincipalTag/team": "red-*" }, "StringNotLikeIfExists": { "aws:PrincipalTag/site": "*" }, "ForAnyValue:StringNotLike": { "aws:TagKeys": "*" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringNotLike": { "aws:PrincipalTag/team": "${*}" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let Some(OperatorName::StringNotLike | OperatorName::ArnNotLike) = operator.value.name else { return };
    presence::report(cx, statement, operator, entry, true);
}
