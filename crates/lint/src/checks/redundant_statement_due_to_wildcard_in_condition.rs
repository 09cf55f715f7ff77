//! A statement whose condition no request passes.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, OperatorName, SetPrefix, Spanned, Statement};

use crate::wildcards::is_any;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "redundant-statement-due-to-wildcard-in-condition",
    aliases: &["REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION"],
    summary: "a condition key is compared with `*` so that no request passes",
    category: Category::Effect,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
`ForAnyValue:StringNotLike` asks for a value that no pattern matches, and `*` matches all; for a request without the key it does not hold either. So the statement never applies: an `Allow` grants nothing and a `Deny` forbids nothing.
",
    fix: r#"
Write the values that were meant. If the key shall be absent, say so: `"Null": { "KEY": "true" }`.
"#,
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Deny", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": { "ForAnyValue:StringNotLike": { "aws:TagKeys": ["team", "*"] } }
                                                                        ^^^ with `*` no request passes, so the statement never applies
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": { "ForAnyValue:ArnNotLike": { "aws:PrincipalArn": "*" } }
                                                                 ^^^ with `*` no request passes, so the statement never applies
}
"#,
    ],
    clean: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": {
    "ForAnyValue:StringNotLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/*" },
    "ForAllValues:StringNotLike": { "aws:TagKeys": "*" },
    "StringNotLike": { "aws:PrincipalTag/old": "*" }
  }
}
"#],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let Operator { name, set, if_exists, .. } = &operator.value;
    let is_negated = matches!(
        name,
        Some(OperatorName::StringNotLike | OperatorName::ArnNotLike | OperatorName::ArnNotEquals)
    );
    if !is_negated || *set != Some(SetPrefix::ForAnyValue) || *if_exists {
        return;
    }
    if let Some(value) = entry.values.iter().find(|value| is_any(&value.value)) {
        cx.report(value.span, "with `*` no request passes, so the statement never applies")
            .help("write the values that were meant, or `Null` with `\"true\"` if the key shall be absent");
    }
}
