//! Changing something that no resource names, without a condition.

use policy::Severity;
use policy::tree::Statement;

use crate::reach::{self, Concern};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "write-access-without-constraint",
    aliases: &["CKV_AWS_111", "CKV_AWS_290"],
    summary: "an action that only conditions can limit has none",
    category: Category::Privilege,
    severity: Severity::Low,
    since: "0.1.0",
    why: r#"
For this action AWS names no resource, so `"Resource": "*"` is right; but AWS lists condition keys for it, and without one of them nothing limits what it may change.
"#,
    fix: r"
Add one of the condition keys that AWS lists for the action; `leastwise query conditions` names them.
",
    references: &[
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    ],
    flagged: &[r#"
{ "Effect": "Allow", "Action": "cloudwatch:PutMetricData", "Resource": "*" }
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^ `cloudwatch:PutMetricData` can only be limited by a condition, and there is none
"#],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "cloudwatch:PutMetricData", "Resource": "*",
  "Condition": { "StringEquals": { "cloudwatch:namespace": "acme" } }
}
"#,
        r#"
{ "Effect": "Allow", "Action": "ec2:DescribeInstances", "Resource": "*" }
"#,
        r#"
{ "Effect": "Deny", "Action": "cloudwatch:PutMetricData", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if let Some(grants) = reach::unlimited(cx, statement, &[Concern::WriteOfNothingNamed]) {
        reach::report(
            cx,
            &grants,
            "can only be limited by a condition, and there is none",
            "add a condition key that AWS lists for it; `leastwise query conditions` names them",
        );
    }
}
