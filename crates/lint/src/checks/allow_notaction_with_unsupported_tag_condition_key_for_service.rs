//! A `Allow` of everything but some actions that depends on resource tags.

use policy::Severity;
use policy::tree::Statement;

use crate::tag_support::report_excepted;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "allow-notaction-with-unsupported-tag-condition-key-for-service",
    aliases: &["ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE"],
    summary: "a `Allow` with `NotAction` depends on resource tags that many services do not know",
    category: Category::Effect,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
Everything but the named actions is meant to be allowed, but only requests with the tag are. Many services know no tags on their resources: their requests have no such key and stay forbidden. A negated condition allows all of these requests instead.
",
    fix: r"
Name the actions that the tag decides about in `Action`, and allow others without the condition.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html"],
    flagged: &[
        r#"
{
  "Effect": "Allow", "NotAction": "iam:*", "Resource": "*",
  "Condition": { "StringEquals": { "aws:ResourceTag/status": "protected" } }
                                   ^^^^^^^^^^^^^^^^^^^^^^^^ actions of services without this key are not allowed
}
"#,
        r#"
{
  "Effect": "Allow", "NotAction": "iam:*", "Resource": "*",
  "Condition": { "StringNotEquals": { "aws:ResourceTag/team": "${aws:PrincipalTag/team}" } }
                                      ^^^^^^^^^^^^^^^^^^^^^^ actions of services without this key are always allowed
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "ec2:*", "Resource": "*",
  "Condition": { "StringEquals": { "aws:ResourceTag/status": "protected" } }
}
"#,
        r#"
{
  "Effect": "Allow", "NotAction": "iam:*", "Resource": "*",
  "Condition": { "StringEqualsIfExists": { "aws:ResourceTag/status": "protected" } }
}
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if statement.allows() {
        report_excepted(cx, statement, "allowed", Severity::Suggestion);
    }
}
