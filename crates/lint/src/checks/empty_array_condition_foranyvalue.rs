//! A condition key under `ForAnyValue` with no value.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, SetPrefix, Spanned, Statement};

use crate::{Category, Check, Cx, Run, emptiness};

pub(super) const CHECK: Check = Check {
    id: "empty-array-condition-foranyvalue",
    aliases: &["EMPTY_ARRAY_CONDITION_FORANYVALUE"],
    summary: "the values of a key are compared with an empty list",
    category: Category::Effect,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
`ForAnyValue` holds if some value of the request passes the test. With an empty list none passes a test such as `StringEquals`, so the statement never applies: an `Allow` grants nothing and a `Deny` forbids nothing. A negated test is passed by every value.
",
    fix: r"
List the values that were meant, or remove the key; what the statement does may change with either.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": { "ForAnyValue:StringEquals": { "aws:TagKeys": [] } }
                                                              ^^ `ForAnyValue:StringEquals` compares `aws:TagKeys` with nothing, so the statement never applies
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": { "ForAnyValue:StringNotEquals": { "aws:TagKeys": [] } }
                                                                 ^^ `ForAnyValue:StringNotEquals` compares `aws:TagKeys` with nothing, so it holds wherever the key has a value
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
    let Some(name) = operator.name.filter(|_| operator.set == Some(SetPrefix::ForAnyValue)) else { return };
    if !emptiness::is_empty(entry) {
        return;
    }
    let effect = match (name.is_negated(), operator.if_exists) {
        (true, true) => "so it tests nothing",
        (true, false) => "so it holds wherever the key has a value",
        // What `IfExists` makes of a missing key under `ForAnyValue` is not documented.
        (false, true) => "so no value passes",
        (false, false) => "so the statement never applies",
    };
    emptiness::report(cx, operator, entry, effect, "list the values that were meant, or remove the key");
}
