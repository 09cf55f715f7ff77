//! A value of `BinaryEquals` that is not base64.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, OperatorType, Spanned, Statement};

use crate::literals::fixed_texts;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "type-mismatch-string",
    aliases: &["TYPE_MISMATCH_STRING"],
    summary: "a value of `BinaryEquals` is not base64",
    category: Category::Effect,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
`BinaryEquals` compares bytes, which the policy has to write in base64. What cannot be decoded equals nothing.
",
    fix: r"
Encode the value in base64, or compare text with `StringEquals`.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "BinaryEquals": { "aws:PrincipalTag/fingerprint": "@@not base64@@" } }
                                                                   ^^^^^^^^^^^^^^^^ `@@not base64@@` is not base64
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "BinaryEquals": { "aws:PrincipalTag/fingerprint": ["QmluYXJ5VmFsdWVJbkJhc2U2NA", "QmluYXJ5="] } }
                                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `QmluYXJ5VmFsdWVJbkJhc2U2NA` is not base64
                                                                                                  ^^^^^^^^^^^ `QmluYXJ5=` is not base64
}
"#,
    ],
    clean: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "BinaryEquals": { "aws:PrincipalTag/fingerprint": "QmluYXJ5VmFsdWVJbkJhc2U2NA==" }, "StringEquals": { "aws:PrincipalTag/a": "@@any text@@" } }
}
"#],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    if operator.value.name.is_none_or(|name| name.value_type() != OperatorType::Binary) {
        return;
    }
    for (value, text) in fixed_texts(entry) {
        if !is_base64(&text) {
            cx.report(value.span, format!("`{text}` is not base64"));
        }
    }
}

/// RFC 4648, section 4: groups of four letters, the last filled up with `=`.
fn is_base64(text: &str) -> bool {
    let letters = text.strip_suffix("==").or(text.strip_suffix('=')).unwrap_or(text);
    let is_letter = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'+' | b'/');
    text.len().is_multiple_of(4) && letters.bytes().all(is_letter)
}
