//! A `Deny` that requests without the key escape.

use policy::tree::{ConditionEntry, OperatorName, Statement};
use policy::{Safety, Severity};

use crate::constraint::{entries, only_value};
use crate::operators::replace;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "deny-condition-should-use-ifexists",
    aliases: &[],
    summary: "a `Deny` misses requests that lack the key",
    category: Category::Effect,
    severity: Severity::Low,
    since: "0.1.0",
    why: r"
A `Deny` of requests whose key is `false`, or above a limit, is meant for all but those in which the key is `true`, or below it. But a request without the key does not meet the condition either, and is not denied: anonymous requests have no `aws:PrincipalIsAWSService`, long-term keys have no `aws:MultiFactorAuthAge`.
",
    fix: r"
Write `IfExists` behind the operator.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists",
    ],
    flagged: &[
        r#"
# as rcp
{
  "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
  "Condition": {
    "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
    "Bool": { "aws:PrincipalIsAWSService": "false" }
    ^^^^^^ requests without `aws:PrincipalIsAWSService` are not denied
  }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "NumericGreaterThan": { "aws:MultiFactorAuthAge": "3600" } }
                 ^^^^^^^^^^^^^^^^^^^^ requests without `aws:MultiFactorAuthAge` are not denied
}
"#,
    ],
    clean: &[
        r#"
# as rcp
{
  "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
  "Condition": {
    "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
    "BoolIfExists": { "aws:PrincipalIsAWSService": "false" }
  }
}
"#,
        r#"
{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } }
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "StringEquals": { "aws:ResourceTag/status": "protected" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "DateLessThan": { "aws:TokenIssueTime": "2026-01-01T00:00:00Z" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "NumericGreaterThan": { "aws:MultiFactorAuthAge": "3600" }, "Null": { "aws:MultiFactorAuthAge": "false" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "Bool": { "aws:PrincipalIsAWSService": "false" } }
}
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if !statement.denies() {
        return;
    }
    for block in statement.condition.iter().flat_map(|condition| &condition.blocks) {
        let operator = &block.operator.value;
        if operator.set.is_some() || operator.if_exists {
            continue;
        }
        let Some(entry) = block.entries.iter().find(|entry| misses(cx, operator.name, entry)) else {
            continue;
        };
        let key = &entry.key.value.text;
        // Whoever asks for the key besides knows of the others.
        if entries(statement, key).any(|(other, _)| other.name == Some(OperatorName::Null)) {
            continue;
        }
        let by = format!("{}IfExists", operator.text);
        let fix = replace(statement, &block.operator, &by, Safety::Unsafe);
        let finding = cx
            .report(block.operator.span, format!("requests without `{key}` are not denied"))
            .help(format!("use `{by}`"));
        if let Some(fix) = fix {
            finding.fix(fix);
        }
    }
}

/// Whether the condition is meant for all requests but some with the key, and the key may be absent. Multi-factor authentication
/// by its presence has a check of its own.
fn misses(cx: &Cx<'_>, name: Option<OperatorName>, entry: &ConditionEntry) -> bool {
    let key = &entry.key.value;
    match name {
        Some(OperatorName::NumericGreaterThan | OperatorName::NumericGreaterThanEquals) => {
            key.is("aws:MultiFactorAuthAge")
        }
        // Only requests that name no principal lack it, and those no identity-based policy sees.
        Some(OperatorName::Bool) => {
            key.is("aws:PrincipalIsAWSService")
                && cx.kind.has_principal()
                && only_value(entry).is_some_and(|value| value == "false")
        }
        _ => false,
    }
}
