//! Listing what every resource holds where some could be named.

use policy::Severity;
use policy::tree::Statement;

use crate::reach::{self, Concern};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "wildcard-resource",
    aliases: &[],
    summary: "an action that lists is allowed on every resource although it could be limited",
    category: Category::Privilege,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
The action lists what one resource holds, such as the objects of a bucket, and a policy can name that resource; the statement names none, so it lists what all of them hold, also those that are added later. Actions that read or change something are reported by `resource-star-for-restrictable-action`; patterns such as `iam:List*`, with which one asks for an overview, by none.
",
    fix: r"
Name the resources.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    ],
    flagged: &[r#"
{ "Effect": "Allow", "Action": ["s3:ListBucket", "ec2:DescribeInstances"], "Resource": "*" }
                                ^^^^^^^^^^^^^^^ `s3:ListBucket` may list what every resource holds, although a policy can name those that are meant
"#],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::acme-logs" }
"#,
        r#"
{ "Effect": "Allow", "Action": ["iam:List*", "ec2:DescribeInstances", "s3:ListAllMyBuckets"], "Resource": "*" }
"#,
        r#"
{ "Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if let Some(grants) = reach::unlimited(cx, statement, &[Concern::List]) {
        reach::report(
            cx,
            &grants,
            "may list what every resource holds, although a policy can name those that are meant",
            "name the resources it is needed for",
        );
    }
}
