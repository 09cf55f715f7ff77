//! `IfExists` on a key that every request has.

use policy::tree::{ConditionKey, Statement};
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
    for block in statement.condition.iter().flat_map(|condition| &condition.blocks) {
        let operator = &block.operator.value;
        if !operator.if_exists || operator.set.is_some() || !block.malformed.is_empty() {
            continue;
        }
        // Another key under the same operator may need it.
        let Some(first) = block.entries.first() else { continue };
        if !block.entries.iter().all(|entry| is_always_present(cx, &entry.key.value)) {
            continue;
        }
        let plain = operator.text.strip_suffix("IfExists").unwrap_or(&operator.text);
        let fix = replace(statement, &block.operator, plain, Safety::Unsafe);
        let key = &first.key.value.text;
        let finding = cx
            .report(block.operator.span, format!("every request has `{key}`"))
            .help(format!("write `{plain}`"));
        if let Some(fix) = fix {
            finding.fix(fix);
        }
    }
}

fn is_always_present(cx: &Cx<'_>, key: &ConditionKey) -> bool {
    let is_customary = CUSTOMARY.iter().any(|known| key.is(known));
    !is_customary && cx.catalog.global_key(&key.text).is_some_and(catalog::GlobalKey::is_always_present)
}
