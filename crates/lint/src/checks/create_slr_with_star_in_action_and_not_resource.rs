//! A wildcard allows `iam:CreateServiceLinkedRole` on all roles that `NotResource` does not name.

use policy::Severity;
use policy::tree::Statement;

use crate::breadth::{self, CREATE_SLR, Named, On};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "create-slr-with-star-in-action-and-not-resource",
    aliases: &["CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE"],
    summary: "a wildcard allows `iam:CreateServiceLinkedRole` on all roles that `NotResource` does not name",
    category: Category::Privilege,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
A service-linked role lets an AWS service act in the account with the permissions that the service chose for itself. With a wildcard in the action and `NotResource`, the role of any service can be made, also of one that nobody in the account wants to use.

A condition that holds `iam:AWSServiceName` to certain services limits this as well, so the check is silent then.
",
    fix: r"
Name the role, as in `arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`, or add a condition on `iam:AWSServiceName`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html"],
    flagged: &[r#"
{ "Effect": "Allow", "Action": "iam:*", "NotResource": "arn:aws:iam::111122223333:role/admin" }
                               ^^^^^^^ `iam:*` allows `iam:CreateServiceLinkedRole` on every role that `NotResource` does not name
"#],
    clean: &[
        r#"
{ "Effect": "Deny", "Action": "iam:*", "NotResource": "arn:aws:iam::111122223333:role/admin" }
"#,
        r#"
{ "Effect": "Allow", "Action": "iam:*", "NotResource": "arn:aws:iam::*:role/*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    breadth::report(cx, statement, &CREATE_SLR, Named::ByWildcard, On::NotResource);
}
