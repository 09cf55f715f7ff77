//! `Null` behind a set prefix.

use policy::tree::{OperatorName, Statement};
use policy::{Fix, Severity};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "null-with-qualifier",
    aliases: &["NULL_WITH_QUALIFIER"],
    summary: "`Null` with `ForAllValues` or `ForAnyValue`",
    category: Category::Clarity,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
`Null` asks whether the request has the key, however many values it has. There is nothing for `ForAllValues` or `ForAnyValue` to choose from.
",
    fix: r"
Write `Null` alone.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null",
    ],
    flagged: &[r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "arn:aws:ec2:us-east-1:111122223333:instance/*",
  "Condition": { "ForAllValues:Null": { "aws:TagKeys": "true" } }
                 ^^^^^^^^^^^^^^^^^^^ `ForAllValues` says nothing before `Null`
}
"#],
    clean: &[r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "arn:aws:ec2:us-east-1:111122223333:instance/*",
  "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": ["env", "team"] }, "Null": { "aws:TagKeys": "false" } }
}
"#],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let Some(condition) = &statement.condition else { return };
    for block in &condition.blocks {
        let operator = &block.operator;
        let Some(set) = operator.value.set.filter(|_| operator.value.name == Some(OperatorName::Null)) else {
            continue;
        };
        let finding = cx
            .report(operator.span, format!("`{}` says nothing before `Null`", set.text()))
            .help("write `Null` alone");
        // Renaming would repeat the key and lose one of the two.
        if !condition.has_operator("Null") {
            finding.fix(Fix::risky("replace it by `Null`, which asks only whether the key is there", operator.span, "\"Null\""));
        }
    }
}
