//! An `Allow` that requests without any value pass.

use policy::Severity;
use policy::tree::{ConditionEntry, ConditionKey, Operator, OperatorName, SetPrefix, Spanned, Statement};

use crate::condition_keys::KeyFacts;
use crate::constraint::demands_presence;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "forallvalues-allow-without-null-check",
    aliases: &[],
    summary: "`ForAllValues:` in an `Allow` also lets requests without the key pass",
    category: Category::Effect,
    severity: Severity::Medium,
    since: "0.1.0",
    why: r"
`ForAllValues:` holds if no value of the request is a wrong one. A request that has no value at all has no wrong one, so it is allowed.
",
    fix: r#"
Add `"Null": {"KEY": "false"}` to the same condition, unless requests without the key are meant to be allowed.
"#,
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": ["env"] } }
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^ requests without `aws:TagKeys` are allowed too
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "ForAllValues:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/ou-ab12-1/*" } }
                 ^^^^^^^^^^^^^^^^^^^^^^^^^ requests without `aws:PrincipalOrgPaths` are allowed too
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": ["env"] }, "Null": { "aws:TagKeys": "false" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": ["env"] }, "StringEquals": { "aws:RequestTag/env": "prod" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": { "ForAnyValue:StringEquals": { "aws:TagKeys": ["env"] } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": { "ForAllValues:StringNotEquals": { "aws:TagKeys": ["owner"] } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": ["env"] } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:Query"], "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/GameScores",
  "Condition": { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["${www.amazon.com:user_id}"] } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "dynamodb:Query", "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/GameScores",
  "Condition": { "ForAllValues:StringEquals": { "dynamodb:Attributes": ["UserId"] }, "StringEquals": { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let is_set = operator.value.set == Some(SetPrefix::ForAllValues);
    // A list of forbidden values is meant to let pass who sends none.
    if !statement.allows() || !is_set || operator.value.name.is_none_or(OperatorName::is_negated) {
        return;
    }
    let key = &entry.key.value;
    // On a key with one value the prefix itself is the fault, which another check reports.
    let is_single = KeyFacts::of(cx.catalog, key).is_some_and(|facts| facts.multivalued == Some(false));
    if is_single || is_sent(statement, key) {
        return;
    }
    let key = &key.text;
    cx.report(operator.span, format!("requests without `{key}` are allowed too"))
        .label(entry.key.span, "this key")
        .help(format!("add `\"Null\": {{ \"{key}\": \"false\" }}`"));
}

/// Whether the requests that the statement is about have the key, or another condition asks for it.
fn is_sent(statement: &Statement, key: &ConditionKey) -> bool {
    let asks = |other| demands_presence(statement, other);
    let scans = || statement.actions().iter().any(|action| action.value.matches("dynamodb:Scan"));
    asks(&key.text)
        || key.is("aws:TagKeys") && asks("aws:RequestTag/")
        // All actions on single items have it; how to make requests name attributes is a check of its own.
        || key.is("dynamodb:LeadingKeys") && !scans()
        || key.is("dynamodb:Attributes")
}
