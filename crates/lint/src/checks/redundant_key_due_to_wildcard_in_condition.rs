//! A condition key whose test every request passes.

use policy::tree::{ConditionEntry, Operator, OperatorName, SetPrefix, Spanned, Statement};
use policy::{Fix, Safety, Severity, Span};

use crate::condition_keys::KeyFacts;
use crate::wildcards::is_any;
use crate::{Category, Check, Cx, Run, removal};

pub(super) const CHECK: Check = Check {
    id: "redundant-key-due-to-wildcard-in-condition",
    aliases: &["REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION"],
    summary: "a condition key is compared with `*` so that every request passes",
    category: Category::Effect,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
`StringLikeIfExists` and `ForAllValues:StringLike` hold for a request without the key, and `*` matches every value of one that has it. So the test always holds: the key looks like a restriction and is none.
",
    fix: r"
Write the values that were meant, or remove the key.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*",
  "Condition": { "ArnLikeIfExists": { "aws:SourceArn": "*" }, "Bool": { "aws:SecureTransport": "false" } }
                                                       ^^^ with `*` every request passes, so `aws:SourceArn` tests nothing
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": { "StringLikeIfExists": { "aws:PrincipalTag/team": ["red", "*"] } }
                                                                          ^^^ with `*` every request passes, so `aws:PrincipalTag/team` tests nothing
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": { "ForAllValues:StringLike": { "aws:TagKeys": "*", "aws:CalledVia": "x*" } }
                                                             ^^^ with `*` every request passes, so `aws:TagKeys` tests nothing
}
"#,
    ],
    clean: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": {
    "StringLike": { "aws:PrincipalTag/team": "*" },
    "StringLikeIfExists": { "aws:PrincipalTag/site": ["hq-*", "${*}"] },
    "StringNotLikeIfExists": { "aws:PrincipalTag/old": "*" },
    "StringEqualsIfExists": { "aws:PrincipalTag/star": "*" }
  }
}
"#],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let Operator { name, set, if_exists, .. } = &operator.value;
    let passes_absent = matches!((set, if_exists), (None, true) | (Some(SetPrefix::ForAllValues), _));
    let is_string = *name == Some(OperatorName::StringLike);
    let is_arn = matches!(name, Some(OperatorName::ArnLike | OperatorName::ArnEquals));
    if !(is_string || is_arn) || !passes_absent {
        return;
    }
    // What an operator without a set prefix makes of several values is not documented.
    let has_one = KeyFacts::of(cx.catalog, &entry.key.value).is_some_and(KeyFacts::is_single);
    let Some(value) = entry.values.iter().find(|value| is_any(&value.value)) else { return };
    let whole = statement.condition.as_ref().map_or(Span::NONE, |condition| condition.key.to(condition.span));
    let removed = removal::member_and_emptied(cx, entry.key.span.to(entry.span), whole);
    let key = &entry.key.value.text;
    let message = format!("with `*` every request passes, so `{key}` tests nothing");
    let finding = cx.report(value.span, message).label(operator.span, "this also holds without the key");
    if let Some(edit) = removed {
        let (title, safety) = if is_arn {
            ("remove the key; requests whose value is no ARN pass then too", Safety::Unsafe)
        } else if set.is_some() || has_one {
            ("remove the key, without which the same requests pass", Safety::Safe)
        } else {
            ("remove the key; requests that carry several values pass then too", Safety::Unsafe)
        };
        finding.fix(Fix { title: title.to_owned(), safety, edits: vec![edit] });
    }
}
