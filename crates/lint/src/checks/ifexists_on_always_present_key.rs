//! `IfExists` on a key that every request has.

use policy::tree::{ConditionEntry, ConditionKey, PolicyKind, Statement};
use policy::{Safety, Severity};

use crate::operators::replace;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "ifexists-on-always-present-key",
    aliases: &[],
    summary: "`IfExists` has no effect on a key that every request has",
    category: Category::Clarity,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
The condition reads as if requests without the key could pass, and there are none.
",
    fix: r"
Leave `IfExists` out.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"],
    flagged: &[
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "BoolIfExists": { "aws:SecureTransport": "false" } }
                 ^^^^^^^^^^^^^^ every request has `aws:SecureTransport`
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "StringEqualsIfExists": { "aws:RequestedRegion": "eu-west-1" } }
                 ^^^^^^^^^^^^^^^^^^^^^^ every request has `aws:RequestedRegion`
}
"#,
    ],
    clean: &[
        r#"
# as rcp
{
  "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
  "Condition": { "BoolIfExists": { "aws:SecureTransport": "false" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "Bool": { "aws:SecureTransport": "false" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "StringNotEqualsIfExists": { "aws:VpceOrgID": "o-a1b2c3d4e5" }, "BoolIfExists": { "aws:ViaAWSService": "false" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-a1b2c3d4e5", "aws:RequestedRegion": "eu-west-1" } }
}
"#,
    ],
    run: Run::Statement(run),
};

/// Keys that AWS's own examples write with `IfExists`.
///
/// Source: <https://github.com/aws-samples/data-perimeter-policy-examples>
const CUSTOMARY: [&str; 2] = ["aws:ViaAWSService", "aws:PrincipalAccount"];

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let Some(condition) = &statement.condition else { return };
    if !condition.blocks.iter().any(|block| block.operator.value.if_exists) {
        return;
    }
    // AWS's own RCPs have it throughout.
    if cx.kind == PolicyKind::Rcp {
        return;
    }
    // Beside keys that may be absent, `IfExists` is customary for all.
    let is_needless =
        |entry: &ConditionEntry| is_always_present(cx, &entry.key.value) && !entry.values.is_empty();
    let is_read =
        condition.malformed.is_empty() && condition.blocks.iter().all(|block| block.malformed.is_empty());
    if !is_read || !condition.entries().all(|(_, entry)| is_needless(entry)) {
        return;
    }
    for block in condition.blocks.iter().filter(|block| block.operator.value.if_exists) {
        let Some(first) = block.entries.first() else { continue };
        let operator = &block.operator.value;
        let plain = operator.text.strip_suffix("IfExists").unwrap_or(&operator.text);
        let fix = replace(statement, &block.operator, plain, Safety::Unsafe);
        let message = format!("every request has `{}`", first.key.value.text);
        let finding = cx.report(block.operator.span, message).help(format!("write `{plain}`"));
        if let Some(fix) = fix {
            finding.fix(fix);
        }
    }
}

fn is_always_present(cx: &Cx<'_>, key: &ConditionKey) -> bool {
    let is_customary = CUSTOMARY.iter().any(|known| key.is(known));
    !is_customary && cx.catalog.global_key(&key.text).is_some_and(catalog::GlobalKey::is_always_present)
}
