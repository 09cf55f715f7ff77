//! `NotAction` leaves `iam:CreateServiceLinkedRole` allowed on roles by a wildcard.

use policy::Severity;
use policy::tree::Statement;

use crate::breadth::{self, CREATE_SLR, Named, On};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "create-slr-with-star-in-resource-and-not-action",
    aliases: &["CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION"],
    summary: "`NotAction` leaves `iam:CreateServiceLinkedRole` allowed on roles by a wildcard",
    category: Category::Privilege,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
A service-linked role lets an AWS service act in the account with the permissions that the service chose for itself. With `NotAction` and a wildcard in the resource, the role of any service can be made, also of one that nobody in the account wants to use.

A condition that holds `iam:AWSServiceName` to certain services limits this as well, so the check is silent then.
",
    fix: r"
Name the role, as in `arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`, or add a condition on `iam:AWSServiceName`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "NotAction": "s3:*", "Resource": "*" }
                                                      ^^^ `NotAction` leaves `iam:CreateServiceLinkedRole` allowed on every role that `*` stands for
"#,
        r#"
{
  "Effect": "Allow", "NotAction": "s3:*", "Resource": "*",
                                                      ^^^ `NotAction` leaves `iam:CreateServiceLinkedRole` allowed on every role that `*` stands for
  "Condition": { "StringLike": { "iam:AWSServiceName": "*" } }
}
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Deny", "NotAction": "s3:*", "Resource": "*" }
"#,
        r#"
{
  "Effect": "Allow", "NotAction": "s3:*", "Resource": "*",
  "Condition": { "StringEquals": { "iam:AWSServiceName": "lambda.amazonaws.com" } }
}
"#,
        r#"
{ "Effect": "Allow", "NotAction": "s3:*", "Resource": "arn:aws:iam::*:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot*" }
"#,
        r#"
{ "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    breadth::report(cx, statement, &CREATE_SLR, Named::ByException, On::Pattern);
}
