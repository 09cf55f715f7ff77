//! A `Allow` that depends on the tags of resources which have none.

use policy::Severity;
use policy::tree::Statement;

use crate::tag_support::report;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "allow-with-unsupported-tag-condition-key-for-service",
    aliases: &["ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE"],
    summary: "a `Allow` depends on resource tags that the service does not know",
    category: Category::Effect,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
Requests for actions of a service that knows no tags on its resources have no `aws:ResourceTag` key, nor have actions on those resources of a service that cannot be tagged. A condition that asks for a value is not met, so the statement never allows them. A negated condition is met by all of them.
",
    fix: r"
Allow the actions of such services in a statement without the condition, or take them out.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html"],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": ["ec2:TerminateInstances", "route53:DeleteHostedZone"], "Resource": "*",
                                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^ `route53` has no such key, so its actions are not allowed
  "Condition": { "StringEquals": { "aws:ResourceTag/status": "protected" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": ["iam:DeleteRole", "iam:DeleteGroup", "iam:CreateGroup"], "Resource": "*",
                                                  ^^^^^^^^^^^^^^^^^ `iam:DeleteGroup` has no such key, so it is not allowed
  "Condition": { "StringLike": { "aws:ResourceTag/status": "protected" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "route53:DeleteHostedZone", "Resource": "*",
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^ `route53` has no such key, so its actions are always allowed
  "Condition": { "StringNotEquals": { "aws:ResourceTag/status": "open" } }
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": ["ec2:TerminateInstances", "ec2:*"], "Resource": "*",
  "Condition": { "StringEquals": { "aws:ResourceTag/status": "protected" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "route53:DeleteHostedZone", "Resource": "*",
  "Condition": { "StringNotEquals": { "aws:ResourceTag/status": "open" }, "Null": { "aws:ResourceTag/status": "true" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "route53:DeleteHostedZone", "Resource": "*",
  "Condition": { "StringEquals": { "aws:PrincipalTag/status": "open" } }
}
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if statement.allows() {
        report(cx, statement, "allowed", Severity::Suggestion);
    }
}
