//! An `Allow` that requests without any value pass.

use policy::Severity;
use policy::tree::{ConditionKey, Operator, OperatorName, SetPrefix, Statement};

use crate::condition_keys::KeyFacts;
use crate::constraint::{demanded, pins_where};
use crate::{Category, Check, Cx, Run, reach};

pub(super) const CHECK: Check = Check {
    id: "forallvalues-allow-without-null-check",
    aliases: &[],
    summary: "`ForAllValues:` in an `Allow` also lets requests without the key pass",
    category: Category::Effect,
    severity: Severity::Low,
    since: "0.1.0",
    why: r"
`ForAllValues:` holds if no value of the request is a wrong one. A request that has no value at all has no wrong one, so it is allowed.
Where other conditions say who comes or what is meant, a list of what a request may contain at most is no gate, and the check is silent.
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
        r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": ["env"] }, "StringEquals": { "aws:RequestedRegion": "eu-west-1" } }
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^ requests without `aws:TagKeys` are allowed too
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
    run: Run::Statement(run),
};

/// Keys that tell who comes or for whom: a request without them is from somebody else, whatever other conditions say.
const WHO: [&str; 5] = [
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceNamesList",
    "aws:ResourceOrgPaths",
    "aws:SourceOrgPaths",
    "aws:VpceOrgPaths",
];

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let Some(condition) = statement.condition.as_ref().filter(|_| statement.allows()) else { return };
    let is_set = |operator: &Operator| operator.set == Some(SetPrefix::ForAllValues);
    if !condition.blocks.iter().any(|block| is_set(&block.operator.value)) {
        return;
    }
    let demanded = demanded(statement);
    // What a request may contain at most is no gate where other conditions are one.
    let is_gate = |key: &str| !reach::leaves_open(key) && !WHO.iter().any(|who| who.eq_ignore_ascii_case(key));
    let is_held = !pins_where(statement, is_gate).is_no();
    for block in condition.blocks.iter().filter(|block| is_set(&block.operator.value)) {
        // A list of forbidden values is meant to let pass who sends none.
        let is_list = |name: OperatorName| !name.is_negated() && name != OperatorName::Null;
        if !block.operator.value.name.is_some_and(is_list) {
            continue;
        }
        for entry in &block.entries {
            let key = &entry.key.value;
            let tells_who = WHO.iter().any(|who| key.is(who));
            let is_sent = demanded.contains(&key.text.to_ascii_lowercase()) || is_always_sent(statement, key);
            if entry.values.is_empty() || is_sent || (is_held && !tells_who) || is_single(cx, key) {
                continue;
            }
            let key = &key.text;
            cx.report(block.operator.span, format!("requests without `{key}` are allowed too"))
                .label(entry.key.span, "this key")
                .help(format!("add `\"Null\": {{ \"{key}\": \"false\" }}`"));
        }
    }
}

/// Whether the key has one value: then the prefix itself is the fault, which another check reports.
fn is_single(cx: &Cx<'_>, key: &ConditionKey) -> bool {
    KeyFacts::of(cx.catalog, key).is_some_and(|facts| facts.multivalued == Some(false))
}

/// Whether all requests that the statement is about have the key.
fn is_always_sent(statement: &Statement, key: &ConditionKey) -> bool {
    let scans = || statement.actions().iter().any(|action| action.value.matches("dynamodb:Scan"));
    // All actions on single items have the first; how to make requests name attributes is a check of its own.
    key.is("dynamodb:LeadingKeys") && !scans() || key.is("dynamodb:Attributes")
}
