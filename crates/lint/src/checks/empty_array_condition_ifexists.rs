//! A condition key under an `IfExists` operator with no value.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, Spanned, Statement};

use crate::{Category, Check, Cx, Run, emptiness};

pub(super) const CHECK: Check = Check {
    id: "empty-array-condition-ifexists",
    aliases: &["EMPTY_ARRAY_CONDITION_IFEXISTS"],
    summary: "a condition key is compared with an empty list where it exists",
    category: Category::Effect,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
With `IfExists` the test holds where the request has no such key. Where it has one, no value is equal to one of none: so under an operator such as `StringEqualsIfExists` the statement applies only to requests without the key.
",
    fix: r#"
List the values that were meant. If the key shall be absent, say so: `"Null": { "KEY": "true" }`.
"#,
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": { "StringEqualsIfExists": { "aws:RequestedRegion": [] } }
                                                                  ^^ `StringEqualsIfExists` compares `aws:RequestedRegion` with nothing, so it holds only where the key is absent
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": { "StringNotLikeIfExists": { "aws:RequestTag/team": [] } }
                                                                   ^^ `StringNotLikeIfExists` compares `aws:RequestTag/team` with nothing, so it tests nothing
}
"#,
    ],
    clean: &[r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": {
    "StringEquals": { "aws:RequestedRegion": ["eu-west-1"] },
    "StringEqualsIfExists": { "aws:RequestTag/team": "red" },
    "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] },
    "ForAnyValue:StringEquals": { "aws:CalledVia": [{ "Ref": "Service" }] }
  }
}
"#],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let operator = &operator.value;
    let Some(name) = operator.name.filter(|_| operator.set.is_none() && operator.if_exists) else { return };
    if !emptiness::is_empty(entry) {
        return;
    }
    let (effect, help) = if name.is_negated() {
        ("so it tests nothing", "list the values that were meant, or remove the key")
    } else {
        (
            "so it holds only where the key is absent",
            "list the values that were meant, or write `Null` with `\"true\"`",
        )
    };
    emptiness::report(cx, operator, entry, effect, help);
}
