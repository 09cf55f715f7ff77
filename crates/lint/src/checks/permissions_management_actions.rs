//! Changing who may use any resource.

use policy::Severity;
use policy::tree::Statement;

use crate::reach::{self, Concern};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "permissions-management-actions",
    aliases: &["ResourceExposure", "CKV_AWS_109", "CKV_AWS_289"],
    summary: "an action that changes permissions is allowed without a limit",
    category: Category::Privilege,
    severity: Severity::High,
    since: "0.1.0",
    why: r#"
The action decides who may use a resource, and the statement allows it for all of them: its holder can open any bucket, queue or key to others, also to the whole world. AWS gives such actions the access level "Permissions management".

Actions with which the holder also gives itself more permissions are reported as `privilege-escalation`, too.
"#,
    fix: r"
Name the resources, or leave such actions to an administrator.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html",
    ],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": ["s3:PutBucketPolicy", "s3:PutObject", "sqs:AddPermission"], "Resource": "*" }
                                ^^^^^^^^^^^^^^^^^^^^ `s3:PutBucketPolicy` and `sqs:AddPermission` may change who can use any resource
"#,
        r#"
{ "Effect": "Allow", "Action": ["rds:ModifyDBSnapshotAttribute", "rds:DescribeDBSnapshots"], "Resource": "*" }
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `rds:ModifyDBSnapshotAttribute` may change who can use any resource
"#,
        r#"
{ "Effect": "Allow", "Action": ["iam:AttachRolePolicy", "iam:GetRole"], "Resource": "*" }
                                ^^^^^^^^^^^^^^^^^^^^^^ `iam:AttachRolePolicy` may change who can use any resource
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:PutBucketPolicy", "Resource": "arn:aws:s3:::acme-logs" }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*" }
"#,
        r#"
{ "Effect": "Deny", "Action": "s3:PutBucketPolicy", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if let Some(grants) = reach::unlimited(cx, statement, &[Concern::Permissions]) {
        reach::report(
            cx,
            &grants,
            "may change who can use any resource",
            "name the resources it is needed for",
        );
    }
}
