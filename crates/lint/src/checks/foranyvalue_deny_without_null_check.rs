//! A `Deny` that requests without any value escape.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, OperatorName, SetPrefix, Spanned, Statement};

use crate::condition_keys::KeyFacts;
use crate::constraint::entries;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "foranyvalue-deny-without-null-check",
    aliases: &[],
    summary: "`ForAnyValue:` in a `Deny` does not hold for requests without the key",
    category: Category::Effect,
    severity: Severity::Low,
    since: "0.1.0",
    why: r"
`ForAnyValue:` needs a value to hold. A `Deny` of all values but some is meant to leave only those, but a request that has no value at all is not denied: a principal outside of any organization has no `aws:PrincipalOrgPaths`.
A `Deny` of certain values is not flagged: there a request without them is what is wanted.
",
    fix: r#"
Add a second `Deny` with `"Null": {"KEY": "true"}`, unless requests without the key are meant to pass.
"#,
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
    ],
    flagged: &[r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "ForAnyValue:StringNotLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" } }
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^ requests without `aws:PrincipalOrgPaths` are not denied
}
"#],
    clean: &[
        r#"
{
  "Effect": "Deny", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": { "ForAnyValue:StringEquals": { "aws:TagKeys": ["owner"] } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "ForAnyValue:StringNotLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "ForAnyValue:StringNotLikeIfExists": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" } }
}
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "ForAnyValue:StringNotLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" } } },
    { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "Null": { "aws:PrincipalOrgPaths": "true" } } }
  ]
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let is_set = operator.value.set == Some(SetPrefix::ForAnyValue) && !operator.value.if_exists;
    if !statement.denies() || !is_set || !operator.value.name.is_some_and(OperatorName::is_negated) {
        return;
    }
    let key = &entry.key.value.text;
    // On a key with one value the prefix itself is the fault, which another check reports.
    let is_single =
        KeyFacts::of(cx.catalog, &entry.key.value).is_some_and(|facts| facts.multivalued == Some(false));
    if is_single || is_asked_for(cx, key) {
        return;
    }
    cx.report(operator.span, format!("requests without `{key}` are not denied"))
        .label(entry.key.span, "this key")
        .help(format!("add a `Deny` with `\"Null\": {{ \"{key}\": \"true\" }}`"));
}

/// Whether some `Deny` of the policy looks at the presence of the key.
fn is_asked_for(cx: &Cx<'_>, key: &str) -> bool {
    let mut denying = cx.policy.statements.iter().filter(|statement| statement.denies());
    denying.any(|statement| entries(statement, key).any(|(other, _)| other.name == Some(OperatorName::Null)))
}
