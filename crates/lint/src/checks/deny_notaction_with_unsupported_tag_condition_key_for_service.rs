//! A `Deny` of everything but some actions that depends on resource tags.

use policy::Severity;
use policy::tree::Statement;

use crate::tag_support::report_excepted;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "deny-notaction-with-unsupported-tag-condition-key-for-service",
    aliases: &["DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE"],
    summary: "a `Deny` with `NotAction` depends on resource tags that many services do not know",
    category: Category::Effect,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
Everything but the named actions is meant to be denied, but only requests with the tag are. Many services know no tags on their resources: their requests have no such key and are let through. A negated condition denies all of these requests instead.
",
    fix: r"
Name the actions that the tag decides about in `Action`, and deny others without the condition.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html"],
    flagged: &[
        r#"
{
  "Effect": "Deny", "NotAction": "iam:*", "Resource": "*",
  "Condition": { "StringEquals": { "aws:ResourceTag/status": "protected" } }
                                   ^^^^^^^^^^^^^^^^^^^^^^^^ actions of services without this key are not denied
}
"#,
        r#"
{
  "Effect": "Deny", "NotAction": "iam:*", "Resource": "*",
  "Condition": { "StringNotEquals": { "aws:ResourceTag/team": "${aws:PrincipalTag/team}" } }
                                      ^^^^^^^^^^^^^^^^^^^^^^ actions of services without this key are always denied
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Deny", "Action": "ec2:*", "Resource": "*",
  "Condition": { "StringEquals": { "aws:ResourceTag/status": "protected" } }
}
"#,
        r#"
{
  "Effect": "Deny", "NotAction": "iam:*", "Resource": "*",
  "Condition": { "StringEqualsIfExists": { "aws:ResourceTag/status": "protected" } }
}
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if statement.denies() {
        report_excepted(cx, statement, "denied", Severity::Suggestion);
    }
}
