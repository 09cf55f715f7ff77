//! A condition key under `ForAllValues` with no value.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, SetPrefix, Spanned, Statement};

use crate::{Category, Check, Cx, Run, emptiness};

pub(super) const CHECK: Check = Check {
    id: "empty-array-condition-forallvalues",
    aliases: &["EMPTY_ARRAY_CONDITION_FORALLVALUES"],
    summary: "all values of a key are compared with an empty list",
    category: Category::Effect,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
`ForAllValues` holds if every value of the request passes the test, also if it has none. With an empty list no value passes a test such as `StringEquals`: so the statement applies only to requests without the key.
",
    fix: r#"
List the values that were meant. If the key shall be absent, say so: `"Null": { "KEY": "true" }`.
"#,
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": [] } }
                                                               ^^ `ForAllValues:StringEquals` compares `aws:TagKeys` with nothing, so it holds only where the key is absent
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": { "ForAllValues:StringNotLike": { "aws:TagKeys": [] } }
                                                                ^^ `ForAllValues:StringNotLike` compares `aws:TagKeys` with nothing, so it always holds
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
    let Some(name) = operator.name.filter(|_| operator.set == Some(SetPrefix::ForAllValues)) else { return };
    if !emptiness::is_empty(entry) {
        return;
    }
    let (effect, help) = if name.is_negated() {
        ("so it always holds", "list the values that were meant, or remove the key")
    } else {
        (
            "so it holds only where the key is absent",
            "list the values that were meant, or write `Null` with `\"true\"`",
        )
    };
    emptiness::report(cx, operator, entry, effect, help);
}
