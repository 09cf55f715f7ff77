//! A condition key that one operator has twice, in different letter case.

use std::collections::HashMap;

use policy::Severity;
use policy::tree::Statement;

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "duplicate-keys-with-different-case",
    aliases: &["DUPLICATE_KEYS_WITH_DIFFERENT_CASE"],
    summary: "two condition keys of one operator differ in letter case only",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Names of condition keys are compared without regard to case, the tag of a tag key included, so the two are one key that is there twice. AWS refuses the policy.
",
    fix: r"
Write the key once, with all its values in a list. For two demands on one key use two operators.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html",
    ],
    flagged: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": {
    "aws:PrincipalTag/team": "red",
    "aws:principaltag/Team": "blue" } }
    ^^^^^^^^^^^^^^^^^^^^^^^ `aws:principaltag/Team` is the same key as `aws:PrincipalTag/team`
}
"#],
    clean: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringLike": { "aws:PrincipalTag/team": "red-*" }, "StringNotEquals": { "aws:PrincipalTag/team": "red-old" } }
}
"#],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    for block in statement.condition.iter().flat_map(|condition| &condition.blocks) {
        if block.entries.len() < 2 {
            continue;
        }
        let mut seen = HashMap::new();
        for entry in &block.entries {
            let text = &entry.key.value.text;
            let first = *seen.entry(text.to_ascii_lowercase()).or_insert(&entry.key);
            if first.value.text != *text {
                cx.report(entry.key.span, format!("`{text}` is the same key as `{}`", first.value.text))
                    .label(first.span, "this one");
            }
        }
    }
}
