//! A `Deny` that depends on the tags of resources which have none.

use policy::Severity;
use policy::tree::Statement;

use crate::tag_support::report;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "deny-with-unsupported-tag-condition-key-for-service",
    aliases: &["DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE"],
    summary: "a `Deny` depends on resource tags that the service does not know",
    category: Category::Effect,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
Requests for actions of a service that knows no tags on its resources have no `aws:ResourceTag` key, nor have actions on those resources of a service that cannot be tagged. A condition that asks for a value is not met, so nothing is denied. A negated condition is met by all of them, so they are denied whatever the tags.
",
    fix: r"
Deny the actions of such services in a statement without the condition.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html"],
    flagged: &[
        r#"
{
  "Effect": "Deny", "Action": ["ec2:TerminateInstances", "route53:DeleteHostedZone"], "Resource": "*",
                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^ `route53` has no such key, so its actions are not denied
  "Condition": { "StringEquals": { "aws:ResourceTag/status": "protected" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": ["iam:DeleteRole", "iam:DeleteGroup", "iam:CreateGroup"], "Resource": "*",
                                                 ^^^^^^^^^^^^^^^^^ `iam:DeleteGroup` has no such key, so it is not denied
  "Condition": { "StringLike": { "aws:ResourceTag/status": "protected" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "route53:DeleteHostedZone", "Resource": "*",
                              ^^^^^^^^^^^^^^^^^^^^^^^^^^ `route53` has no such key, so its actions are always denied
  "Condition": { "StringNotEquals": { "aws:ResourceTag/status": "open" } }
}
"#,
    ],
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
    if statement.denies() {
        report(cx, statement, "denied", Severity::Suggestion);
    }
}
