//! A `Deny` that depends on the tags of resources which have none.

use policy::Severity;
use policy::tree::Statement;

use crate::tag_support::{services_without, tag_condition};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "deny-with-unsupported-tag-condition-key-for-service",
    aliases: &["DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE"],
    summary: "a `Deny` depends on resource tags that the service does not know",
    category: Category::Effect,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
Requests for actions of a service that knows no tags on its resources have no `aws:ResourceTag` key. The condition is not met, so nothing is denied.
",
    fix: r"
Deny the actions of such services in a statement without the condition.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html"],
    flagged: &[r#"
{
  "Effect": "Deny", "Action": ["ec2:TerminateInstances", "route53:DeleteHostedZone"], "Resource": "*",
                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^ `route53` has no such key, so its actions are not denied
  "Condition": { "StringEquals": { "aws:ResourceTag/status": "protected" } }
}
"#],
    clean: &[
        r#"
{
  "Effect": "Deny", "Action": ["ec2:TerminateInstances", "ec2:*"], "Resource": "*",
  "Condition": { "StringEquals": { "aws:ResourceTag/status": "protected" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "route53:DeleteHostedZone", "Resource": "*",
  "Condition": { "StringNotEquals": { "aws:ResourceTag/status": "open" }, "Null": { "aws:ResourceTag/status": "true" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "route53:DeleteHostedZone", "Resource": "*",
  "Condition": { "StringEquals": { "aws:PrincipalTag/status": "open" } }
}
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if !statement.denies() {
        return;
    }
    let Some(entry) = tag_condition(statement) else { return };
    for (span, prefix) in services_without(cx, statement, &entry.key.value.text) {
        cx.report(span, format!("`{prefix}` has no such key, so its actions are not denied"))
            .label(entry.key.span, "this key");
    }
}
