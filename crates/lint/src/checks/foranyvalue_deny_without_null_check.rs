//! A `Deny` that requests without any value escape.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use policy::Severity;
use policy::tree::{Condition, OperatorName, Policy, SetPrefix};

use crate::condition_keys::KeyFacts;
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
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    let asked = OnceCell::new();
    for statement in policy.statements.iter().filter(|statement| statement.denies()) {
        for block in statement.condition.iter().flat_map(|condition| &condition.blocks) {
            let operator = &block.operator.value;
            let is_set = operator.set == Some(SetPrefix::ForAnyValue) && !operator.if_exists;
            if !is_set || !operator.name.is_some_and(OperatorName::is_negated) {
                continue;
            }
            for entry in &block.entries {
                let key = &entry.key.value;
                let asked = asked.get_or_init(|| asked_for(policy));
                // On a key with one value the prefix itself is the fault, which another check reports.
                let is_single =
                    KeyFacts::of(cx.catalog, key).is_some_and(|facts| facts.multivalued == Some(false));
                if entry.values.is_empty() || is_single || asked.contains(&key.text.to_ascii_lowercase()) {
                    continue;
                }
                let key = &key.text;
                cx.report(block.operator.span, format!("requests without `{key}` are not denied"))
                    .label(entry.key.span, "this key")
                    .help(format!("add a `Deny` with `\"Null\": {{ \"{key}\": \"true\" }}`"));
            }
        }
    }
}

/// The keys, in lower case, whose presence some `Deny` of the policy looks at.
fn asked_for(policy: &Policy) -> BTreeSet<String> {
    let denying = policy.statements.iter().filter(|statement| statement.denies());
    let conditions = denying.flat_map(|statement| &statement.condition);
    let asking = conditions
        .flat_map(Condition::entries)
        .filter(|(operator, _)| operator.name == Some(OperatorName::Null));
    asking.map(|(_, entry)| entry.key.value.text.to_ascii_lowercase()).collect()
}
