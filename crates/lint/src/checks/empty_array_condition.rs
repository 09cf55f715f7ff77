//! A condition key under a plain operator with no value.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, Spanned, Statement};

use crate::{Category, Check, Cx, Run, emptiness};

pub(super) const CHECK: Check = Check {
    id: "empty-array-condition",
    aliases: &["EMPTY_ARRAY_CONDITION"],
    summary: "a condition key is compared with an empty list",
    category: Category::Effect,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
No value is equal to one of none. Under an operator such as `StringEquals` the statement never applies, so an `Allow` grants nothing and a `Deny` forbids nothing; under a negated one such as `StringNotEquals` the key tests nothing at all.
",
    fix: r"
List the values that were meant, or remove the key; what the statement does may change with either.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": { "StringEquals": { "aws:RequestedRegion": [] } }
                                                          ^^ `StringEquals` compares `aws:RequestedRegion` with nothing, so the statement never applies
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": { "StringNotEquals": { "aws:RequestedRegion": [] } }
                                                             ^^ `StringNotEquals` compares `aws:RequestedRegion` with nothing, so it tests nothing
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": {
    "StringEquals": { "aws:RequestedRegion": ["eu-west-1"] },
    "StringEqualsIfExists": { "aws:RequestTag/team": "red" },
    "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] },
    "ForAnyValue:StringEquals": { "aws:CalledVia": [{ "Ref": "Service" }] }
  }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": { "ForAnyValue:StringEquals": { "aws:TagKeys": [] } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let operator = &operator.value;
    let Some(name) = operator.name.filter(|_| operator.set.is_none() && !operator.if_exists) else { return };
    if !emptiness::is_empty(entry) {
        return;
    }
    let effect = if name.is_negated() { "so it tests nothing" } else { "so the statement never applies" };
    emptiness::report(cx, operator, entry, effect, "list the values that were meant, or remove the key");
}
