//! A condition that tests nothing.

use policy::tree::Statement;
use policy::{Edit, Fix, Safety, Severity};

use crate::cx::Finding;
use crate::{Category, Check, Cx, Run, removal};

pub(super) const CHECK: Check = Check {
    id: "empty-object-condition",
    aliases: &["EMPTY_OBJECT_CONDITION"],
    summary: "`Condition` or one of its operators is an empty object",
    category: Category::Clarity,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
A `Condition` without an operator, and an operator without a key, test nothing: the statement applies as if they were not there, and looks restricted where it is not.
",
    fix: r"
Write the condition that was meant, or remove the empty object.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html",
    ],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Condition": {} }
                                                                                            ^^ `Condition` is empty, so the statement is not restricted by it
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": { "StringEquals": {}, "Bool": { "aws:SecureTransport": "false" } }
                                 ^^ `StringEquals` is empty, so it tests nothing
}
"#,
        r#"
{
  "Effect": "Allow",
  "Condition": { "StringEquals": {} },
                                 ^^ `StringEquals` is empty, so it tests nothing
  "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"
}
"#,
    ],
    clean: &[r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Condition": { "Bool": { "aws:SecureTransport": "true" } } }
"#],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let Some(condition) = &statement.condition else { return };
    let whole = condition.key.to(condition.span);
    if condition.blocks.is_empty() && condition.malformed.is_empty() {
        let removed = removal::member(cx, whole);
        let finding =
            cx.report(condition.span, "`Condition` is empty, so the statement is not restricted by it");
        mend(finding, removed, "remove the empty `Condition`");
    }
    for block in
        condition.blocks.iter().filter(|block| block.entries.is_empty() && block.malformed.is_empty())
    {
        let operator = &block.operator;
        let removed = removal::member_and_emptied(cx, operator.span.to(block.span), whole);
        let finding =
            cx.report(block.span, format!("`{}` is empty, so it tests nothing", operator.value.text));
        mend(finding, removed, "remove the empty operator");
    }
}

fn mend(finding: Finding<'_>, removed: Option<Edit>, title: &str) {
    if let Some(edit) = removed {
        finding.fix(Fix { title: title.to_owned(), safety: Safety::Safe, edits: vec![edit] });
    }
}
