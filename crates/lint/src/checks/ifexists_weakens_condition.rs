//! An `Allow` that lets requests pass without the key that should limit them.

use policy::tree::{ConditionEntry, OperatorName, Statement};
use policy::{Safety, Severity};

use crate::constraint::may_demand_presence;
use crate::operators::replace;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "ifexists-weakens-condition",
    aliases: &[],
    summary: "`IfExists` in an `Allow` lets requests without the key pass",
    category: Category::Effect,
    severity: Severity::Medium,
    since: "0.1.0",
    why: r"
With `IfExists`, a request that has no such key meets the condition. For keys that say who comes, from where or on whose behalf, those are the requests that the condition was meant to keep out: a request from the internet has no `aws:SourceVpce`, and one from outside the organization may have no `aws:PrincipalOrgID`.
",
    fix: r#"
Leave `IfExists` out, or add `"Null": {"KEY": "false"}`. Give actions whose requests never have the key a statement of their own.
"#,
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "StringEqualsIfExists": { "aws:SourceVpce": "vpce-1a2b3c4d" } }
                 ^^^^^^^^^^^^^^^^^^^^^^ requests without `aws:SourceVpce` are allowed too
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "AWS": "444455556666" }, "Action": "sts:AssumeRole",
  "Condition": { "StringEqualsIfExists": { "sts:ExternalId": "7f3c" } }
                 ^^^^^^^^^^^^^^^^^^^^^^ requests without `sts:ExternalId` are allowed too
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "StringEquals": { "aws:SourceVpce": "vpce-1a2b3c4d" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "StringEqualsIfExists": { "aws:SourceVpce": "vpce-1a2b3c4d" }, "Null": { "aws:SourceVpce": "false" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "StringNotEqualsIfExists": { "aws:SourceVpce": "vpce-1a2b3c4d" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "StringNotEqualsIfExists": { "aws:SourceVpce": "vpce-1a2b3c4d" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*",
  "Condition": { "StringEqualsIfExists": { "ec2:InstanceType": "t3.micro" } }
}
"#,
    ],
    run: Run::Statement(run),
};

/// Keys that say who comes, from where or on whose behalf, and that requests may lack. Multi-factor authentication has a check of
/// its own.
const KEYS: [&str; 16] = [
    "aws:MultiFactorAuthAge",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceIdentity",
    "aws:SourceIp",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceVpc",
    "aws:SourceVpcArn",
    "aws:SourceVpce",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "sts:ExternalId",
];

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if !statement.allows() {
        return;
    }
    for block in statement.condition.iter().flat_map(|condition| &condition.blocks) {
        let operator = &block.operator.value;
        // Without `IfExists` a negated operator lets requests without the key pass as well.
        if !operator.if_exists || operator.name.is_none_or(OperatorName::is_negated) {
            continue;
        }
        let is_meant = |entry: &&ConditionEntry| KEYS.iter().any(|key| entry.key.value.is(key));
        let Some(entry) = block.entries.iter().find(is_meant) else { continue };
        let key = &entry.key.value.text;
        if may_demand_presence(statement, key, &cx.budget) {
            continue;
        }
        let plain = operator.text.strip_suffix("IfExists").unwrap_or(&operator.text);
        let fix = replace(statement, &block.operator, plain, Safety::Unsafe);
        let finding = cx
            .report(block.operator.span, format!("requests without `{key}` are allowed too"))
            .help(format!("use `{plain}`"));
        if let Some(fix) = fix {
            finding.fix(fix);
        }
    }
}
