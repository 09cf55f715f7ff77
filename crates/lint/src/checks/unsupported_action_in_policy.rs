//! An action that cannot be asked of what the policy is attached to.

use policy::tree::{PolicyKind, Spanned, Statement};
use policy::{ActionPattern, Severity};

use crate::{Category, Check, Cx, Run, attachments};

pub(super) const CHECK: Check = Check {
    id: "unsupported-action-in-policy",
    aliases: &["UNSUPPORTED_ACTION_IN_POLICY"],
    summary: "a resource policy names an action that its resource does not take",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
The policy of a resource decides on requests for that resource. The service refuses one that names an action of another service, or an action that applies to other types of resources only. The check runs on trust policies, and on others if the caller says what they are attached to.
",
    fix: r"
Remove the action; the policy of the principal or of the other resource is the place for it.
",
    references: &["https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"],
    flagged: &[
        r#"
# as resource AWS::S3::Bucket
{
  "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Resource": "arn:aws:s3:::b/*",
  "Action": ["s3:GetObject", "kms:Decrypt", "s3:ListAllMyBuckets"]
                             ^^^^^^^^^^^^^ `kms:Decrypt` cannot be asked of `AWS::S3::Bucket`
                                            ^^^^^^^^^^^^^^^^^^^^^ `s3:ListAllMyBuckets` cannot be asked of `AWS::S3::Bucket`
}
"#,
        r#"
# as trust
{ "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": ["sts:AssumeRole", "sts:GetCallerIdentity", "s3:Get*"] }
                                                                                                   ^^^^^^^^^^^^^^^^^^^^^^^ `sts:GetCallerIdentity` cannot be asked of a role
                                                                                                                            ^^^^^^^^^ `s3:Get*` cannot be asked of a role
"#,
    ],
    clean: &[
        r#"
# as resource AWS::S3::Bucket
{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": ["s3:*", "s3:ListBucket", "s3:Get*", "*"], "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"] }
"#,
        r#"
# as resource AWS::DynamoDB::Table
{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": ["dynamodb:GetItem", "dynamodb:Query"], "Resource": "*" }
"#,
        r#"
# as trust
{ "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": ["sts:AssumeRole", "sts:Tag*", "sts:SetSourceIdentity", "sts:SetContext"] }
"#,
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "kms:Decrypt", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

/// The actions that a trust policy can allow.
///
/// Source: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html>
const OF_ROLES: [&str; 6] = [
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:SetContext",
    "sts:SetSourceIdentity",
    "sts:TagSession",
];

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind == PolicyKind::Trust {
        for action in statement.actions() {
            if !OF_ROLES.iter().any(|name| action.value.matches(name)) && names_something(cx, &action.value) {
                report(cx, action, "a role");
            }
        }
        return;
    }
    let Some(attachment) = attachments::of(cx) else { return };
    for action in statement.actions() {
        if !cx.may_expand(&action.value) {
            return;
        }
        let meant = cx.facts.meaning(&action.value);
        if !meant.is_empty() && !meant.actions(cx.catalog).any(|one| attachment.takes(one)) {
            report(cx, action, &format!("`{}`", attachment.name));
        }
    }
}

/// Whether the pattern is an action at all; other checks speak of those that are none.
fn names_something(cx: &Cx<'_>, action: &ActionPattern) -> bool {
    cx.may_expand(action) && !cx.facts.meaning(action).is_empty()
}

fn report(cx: &mut Cx<'_>, action: &Spanned<ActionPattern>, what: &str) {
    cx.report(action.span, format!("`{}` cannot be asked of {what}", action.value.as_str()));
}
