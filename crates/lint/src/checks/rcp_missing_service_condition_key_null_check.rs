//! An RCP that denies services which say nothing of their source.

use policy::Severity;
use policy::tree::{OperatorName, PolicyKind, Statement};

use crate::constraint::{entries, only_value};
use crate::rcp::{self, Lacking};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "rcp-missing-service-condition-key-null-check",
    aliases: &["RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK"],
    summary: "a resource control policy tests for whom a service calls without asking whether it says so",
    category: Category::Effect,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
Not every AWS service sends `aws:SourceAccount` or `aws:SourceArn`, and it sends no `aws:SourceOrgID` where it calls for nobody in particular. A test such as `StringNotEqualsIfExists` holds for such a request, and the service stops working.
",
    fix: r#"
Add `"Null": { "aws:SourceAccount": "false" }` to the condition: then only requests that name a source are tested.
"#,
    references: &[
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html",
    ],
    flagged: &[r#"
# as rcp
{
  "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
  "Condition": { "StringNotEqualsIfExists": { "aws:SourceOrgID": "o-a1b2c3d4e5" }, "BoolIfExists": { "aws:PrincipalIsAWSService": "true" } }
                                              ^^^^^^^^^^^^^^^^^ this denies services that send no `aws:SourceOrgID`
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
        r#"
# as rcp
{
  "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
  "Condition": {
    "StringNotEqualsIfExists": { "aws:SourceOrgID": "o-a1b2c3d4e5" },
    "Null": { "aws:SourceArn": "false" },
    "Bool": { "aws:PrincipalIsAWSService": "true" }
  }
}
"#,
    ],
    run: Run::Statement(run),
};

const QUESTION: Lacking = Lacking {
    operator: "Null",
    member: r#""Null": { "aws:SourceAccount": "false" }"#,
    title: "test only requests that name a source, so that less is denied",
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind != PolicyKind::Rcp || asks_for_source(statement) {
        return;
    }
    rcp::report(cx, statement, rcp::SOURCE_KEYS, &QUESTION, |key| format!("this denies services that send no `{key}`"));
}

fn asks_for_source(statement: &Statement) -> bool {
    ["aws:SourceAccount", "aws:SourceArn"].iter().flat_map(|key| entries(statement, key)).any(
        |(operator, entry)| {
            operator.name == Some(OperatorName::Null)
                && only_value(entry).is_some_and(|value| value == "false")
        },
    )
}
