//! An RCP that shuts out AWS's own services.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::rcp::{self, Lacking};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "rcp-missing-related-principal-condition-key",
    aliases: &["RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY"],
    summary: "a resource control policy tests the caller's owner without excepting AWS services",
    category: Category::Effect,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
AWS services belong to no organization and no account of yours, so a test such as `StringNotEqualsIfExists` on `aws:PrincipalOrgID` holds for them: log delivery, replication and the like are denied with the strangers.
",
    fix: r#"
Add `"BoolIfExists": { "aws:PrincipalIsAWSService": "false" }` to the condition.
"#,
    references: &[
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html",
    ],
    flagged: &[
        r#"
# as rcp
{
  "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
  "Condition": { "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }
                                              ^^^^^^^^^^^^^^^^^^^^ this denies AWS services too, which have no `aws:PrincipalOrgID`
}
"#,
        r#"
# as rcp
{
  "Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*",
  "Condition": { "BoolIfExists": { "aws:SecureTransport": "true" }, "ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:*" } }
                                                                                    ^^^^^^^^^^^^^^^^^^ this denies AWS services too, which have no `aws:PrincipalArn`
}
"#,
    ],
    clean: &[
        r#"
# as rcp
{
  "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
  "Condition": {
    "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
    "BoolIfExists": { "aws:PrincipalIsAWSService": "false" }
  }
}
"#,
        r#"
# as rcp
{
  "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
  "Condition": {
    "StringNotEqualsIfExists": { "aws:SourceOrgID": "o-a1b2c3d4e5" },
    "Null": { "aws:SourceAccount": "false" },
    "Bool": { "aws:PrincipalIsAWSService": "true" }
  }
}
"#,
        r#"
# as rcp
{
  "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
  "Condition": { "StringEquals": { "aws:PrincipalAccount": "111122223333" } }
}
"#,
    ],
    run: Run::Statement(run),
};

const EXCEPTION: Lacking = Lacking {
    operator: "BoolIfExists",
    member: r#""BoolIfExists": { "aws:PrincipalIsAWSService": "false" }"#,
    title: "except AWS services from the denial, so that less is denied",
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind != PolicyKind::Rcp || rcp::names_services(statement) {
        return;
    }
    rcp::report(cx, statement, rcp::PRINCIPAL_KEYS, &EXCEPTION, |key| format!("this denies AWS services too, which have no `{key}`"));
}
