//! A value of `Bool` or `Null` that is no boolean.

use policy::tree::{ConditionEntry, Operator, OperatorType, Spanned, Statement};
use policy::{Fix, Severity};

use crate::literals::fixed_texts;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "type-mismatch-boolean",
    aliases: &["TYPE_MISMATCH_BOOLEAN"],
    summary: "a boolean is compared with something else",
    category: Category::Effect,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
`Bool` and `Null` know `true` and `false`, in any letter case and with quotes or without. Nothing equals another value.
",
    fix: r"
Write `true` or `false`.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ],
    flagged: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "Bool": { "aws:SecureTransport": "yes" }, "Null": { "aws:TokenIssueTime": 1 } }
                                                  ^^^^^ `yes` is neither `true` nor `false`
                                                                                           ^ `1` is neither `true` nor `false`
}
"#],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "Bool": { "aws:SecureTransport": "True", "aws:ViaAWSService": false }, "Null": { "aws:TokenIssueTime": "false" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "Bool": { "aws:SecureTransport": "${aws:PrincipalTag/tls}" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let kind = operator.value.name.map(policy::tree::OperatorName::value_type);
    if !matches!(kind, Some(OperatorType::Bool | OperatorType::Null)) {
        return;
    }
    for (value, text) in fixed_texts(entry) {
        if text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false") {
            continue;
        }
        let finding = cx.report(value.span, format!("`{text}` is neither `true` nor `false`"));
        if let Some(meant) = meant(&text) {
            let title = format!("replace it by `{meant}`, which requests can match");
            finding.fix(Fix::risky(title, value.span, format!("\"{meant}\"")));
        }
    }
}

fn meant(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "on" | "1" => Some(true),
        "no" | "off" | "0" => Some(false),
        _ => None,
    }
}
