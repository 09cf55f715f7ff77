//! `NullIfExists`.

use policy::Severity;
use policy::Fix;
use policy::tree::{OperatorName, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "null-with-if-exists",
    aliases: &["NULL_WITH_IF_EXISTS"],
    summary: "`Null` has no `IfExists` form",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
`Null` asks whether the key exists; with `IfExists` it would ask whether an existing key exists. AWS refuses it.
",
    fix: r"
Write `Null`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"],
    flagged: &[
        r#"
{
  "Effect": "Deny", "Action": "s3:*", "Resource": "*",
  "Condition": { "NullIfExists": { "aws:TokenIssueTime": "true" } }
                 ^^^^^^^^^^^^^^ `Null` has no `IfExists` form
}
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "Null": { "aws:TokenIssueTime": "true" } } }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let Some(condition) = &statement.condition else { return };
    for block in &condition.blocks {
        let operator = &block.operator;
        if operator.value.name == Some(OperatorName::Null) && operator.value.if_exists {
            let finding = cx.report(operator.span, "`Null` has no `IfExists` form").help("write `Null`");
            // Renaming would repeat the key and lose one of the two.
            if !condition.has_operator("Null") {
                finding.fix(Fix::safe("replace it by `Null`", operator.span, "\"Null\""));
            }
        }
    }
}
