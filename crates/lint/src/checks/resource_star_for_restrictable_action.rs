//! Using every resource where a policy could name some.

use policy::Severity;
use policy::tree::Statement;

use crate::reach::{self, Concern};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "resource-star-for-restrictable-action",
    aliases: &["RESOURCE_STAR", "CKV_AWS_355", "CKV_AWS_356"],
    summary: "an action is allowed on every resource although it could be limited",
    category: Category::Privilege,
    severity: Severity::Medium,
    since: "0.1.0",
    why: r#"
AWS can hold the action to certain resources, and the statement does not: it may change or read all there are in the account, also those of others and those that are added later. Reading is less grave than changing; that all of the stored data can be read is said by `data-exfiltration`.

The check is silent where AWS names no resource for the action, so that only `"*"` is possible, and where a condition or a `Deny` limits it.
"#,
    fix: r"
Name the resources, or add a condition such as `aws:ResourceTag`.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    ],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*" }
                               ^^^^^^^^^^^^^^^^^ `sqs:SendMessage` may change every resource, although a policy can name those that are meant
"#,
        r#"
{ "Effect": "Allow", "Action": ["ec2:DescribeInstances", "dynamodb:PutItem", "lambda:Invoke*"], "Resource": "*" }
                                                         ^^^^^^^^^^^^^^^^^^ `dynamodb:PutItem` and `lambda:Invoke*` may change every resource, although a policy can name those that are meant
"#,
        r#"
{ "Effect": "Allow", "Action": ["iam:GetRole", "s3:GetObject"], "Resource": "*" }
                                ^^^^^^^^^^^^^ `iam:GetRole` and `s3:GetObject` may read every resource, although a policy can name those that are meant
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:111122223333:orders" }
"#,
        r#"
{ "Effect": "Allow", "Action": ["ec2:DescribeInstances", "s3:ListAllMyBuckets", "iam:Get*"], "Resource": "*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::*/*" }
"#,
        r#"
{
  "Effect": "Allow", "Action": "ec2:TerminateInstances", "Resource": "*",
  "Condition": { "StringEquals": { "aws:ResourceTag/team": "red" } }
}
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*" },
    { "Effect": "Deny", "Action": "sqs:*", "NotResource": "arn:aws:sqs:us-east-1:111122223333:orders" }
  ]
}
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if let Some(grants) = reach::unlimited(cx, statement, &[Concern::Write]) {
        reach::report(
            cx,
            &grants,
            "may change every resource, although a policy can name those that are meant",
            "name the resources it is needed for, or limit it by a condition",
        );
    }
    // Names that end open are the affair of other checks.
    let reads = if reach::is_unlimited(statement) {
        reach::unlimited(cx, statement, &[Concern::Data, Concern::Read])
    } else {
        None
    };
    if let Some(grants) = reads {
        reach::report(
            cx,
            &grants,
            "may read every resource, although a policy can name those that are meant",
            "name the resources it is needed for",
        )
        .severity(Severity::Low);
    }
}
