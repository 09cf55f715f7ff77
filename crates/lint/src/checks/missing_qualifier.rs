//! A key with several values under an operator for one.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, OperatorName, Spanned, Statement};

use crate::condition_keys::KeyFacts;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "missing-qualifier",
    aliases: &["MISSING_QUALIFIER"],
    summary: "a key with several values is compared as if it had one",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Requests carry several values of keys such as `aws:TagKeys`. Without `ForAllValues:` or `ForAnyValue:` nothing says whether all of them or any of them must fit. `Null` asks for the key only and needs neither.
",
    fix: r"
Put `ForAnyValue:` before the operator if one fitting value suffices. Put `ForAllValues:` before it if all must fit, and demand with `Null` that there are any: it also holds where the key is absent.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
    ],
    flagged: &[r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "arn:aws:ec2:us-east-1:111122223333:instance/*",
  "Condition": { "StringEquals": { "aws:TagKeys": ["env", "team"] } }
                                   ^^^^^^^^^^^^^ `aws:TagKeys` has several values, and `StringEquals` compares one
}
"#],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "arn:aws:ec2:us-east-1:111122223333:instance/*",
  "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": ["env", "team"] }, "Null": { "aws:TagKeys": "false" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "dynamodb:Query", "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/t",
  "Condition": { "StringEquals": { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let operator = &operator.value;
    if operator.set.is_some() || operator.name.is_none_or(|name| name == OperatorName::Null) {
        return;
    }
    let facts = KeyFacts::of(cx.catalog, &entry.key.value);
    if facts.is_some_and(|facts| facts.multivalued == Some(true)) {
        let (key, text) = (&entry.key.value.text, &operator.text);
        cx.report(entry.key.span, format!("`{key}` has several values, and `{text}` compares one")).help(
            format!("write `ForAnyValue:{text}` if one must fit, `ForAllValues:{text}` if all that are there must fit"),
        );
    }
}
