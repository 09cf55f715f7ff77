//! Reading on every resource what could be read on some.

use policy::Severity;
use policy::tree::Statement;

use crate::reach::{self, Concern};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "wildcard-resource",
    aliases: &[],
    summary: "an action that reads is allowed on every resource although it could be limited",
    category: Category::Privilege,
    severity: Severity::Low,
    since: "0.1.0",
    why: r"
The action reads something that a policy can name, and the statement names nothing, so it reads all there is, also what is added later. Actions that change something, hand out credentials or read stored data are reported by checks of their own; so are not patterns such as `iam:Get*`, with which one asks for an overview.
",
    fix: r"
Name the resources.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    ],
    flagged: &[r#"
{ "Effect": "Allow", "Action": ["lambda:GetFunctionConfiguration", "ec2:DescribeInstances"], "Resource": "*" }
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `lambda:GetFunctionConfiguration` may read every resource, although a policy can name those that are meant
"#],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "lambda:GetFunctionConfiguration", "Resource": "arn:aws:lambda:*:111122223333:function:app" }
"#,
        r#"
{ "Effect": "Allow", "Action": ["iam:Get*", "ec2:DescribeInstances", "s3:ListAllMyBuckets"], "Resource": "*" }
"#,
        r#"
{ "Effect": "Deny", "Action": "lambda:GetFunctionConfiguration", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if let Some(grants) = reach::unlimited(cx, statement, Concern::Read) {
        reach::report(
            cx,
            &grants,
            "may read every resource, although a policy can name those that are meant",
            "name the resources it is needed for",
        );
    }
}
