//! An RCP about services that denies everyone else.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::rcp::{self, Lacking};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "rcp-missing-related-service-principal-condition-key",
    aliases: &["RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY"],
    summary: "a resource control policy tests for whom a service calls, but not that a service calls",
    category: Category::Effect,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
Only requests of AWS services carry `aws:SourceOrgID`, `aws:SourceAccount` and `aws:SourceArn`. A test such as `StringNotEqualsIfExists` holds for all requests without them, and so the people and roles of the organization are denied as well.
",
    fix: r#"
Add `"Bool": { "aws:PrincipalIsAWSService": "true" }` to the condition.
"#,
    references: &[
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html",
    ],
    flagged: &[r#"
# as rcp
{
  "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
  "Condition": { "StringNotEqualsIfExists": { "aws:SourceOrgID": "o-a1b2c3d4e5" }, "Null": { "aws:SourceAccount": "false" } }
                                              ^^^^^^^^^^^^^^^^^ nothing holds this to AWS services, and nobody else sends `aws:SourceOrgID`
}
"#],
    clean: &[
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
  "Condition": {
    "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
    "BoolIfExists": { "aws:PrincipalIsAWSService": "false" }
  }
}
"#,
    ],
    run: Run::Statement(run),
};

const RESTRICTION: Lacking = Lacking {
    operator: "Bool",
    member: r#""Bool": { "aws:PrincipalIsAWSService": "true" }"#,
    title: "hold the denial to AWS services, so that less is denied",
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind != PolicyKind::Rcp || rcp::demands_service(statement, "true") {
        return;
    }
    rcp::report(cx, statement, rcp::SOURCE_KEYS, &RESTRICTION, |key| format!("nothing holds this to AWS services, and nobody else sends `{key}`"));
}
