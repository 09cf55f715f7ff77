//! An action of a service that does not exist, but for a near one.

use policy::Severity;
use policy::tree::Statement;
use policy::Fix;
use policy::write::quote;

use crate::services::{UNKNOWN, nearest, unknown_services};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-service-in-action",
    aliases: &["INVALID_SERVICE_IN_ACTION"],
    summary: "the service of an action does not exist, a near one does",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
The service prefix of an action is often not what the service is called: DynamoDB is `dynamodb`, EFS is `elasticfilesystem`. An action under a prefix that no service has is never called, so the statement does nothing for it.
",
    fix: r"
Write the service prefix of the service authorization reference.
",
    references: &["https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "dynamo:GetItem", "Resource": "*" }
                               ^^^^^^^^^^^^^^^^ there is no service `dynamo`
"#,
        r#"
{ "Effect": "Allow", "Action": ["efs:DescribeFileSystems"], "Resource": "*" }
                                ^^^^^^^^^^^^^^^^^^^^^^^^^ there is no service `efs`
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": ["dynamodb:GetItem", "DynamoDB:getitem"], "Resource": "*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "contoso:FrobnicateWidget", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    for (action, prefix) in unknown_services(cx.catalog, statement) {
        if cx.is_full() || !cx.budget.allows(UNKNOWN) {
            return;
        }
        let Some(near) = nearest(cx, action.value.as_str(), prefix) else { continue };
        cx.report(action.span, format!("there is no service `{prefix}`"))
            .help(format!("did you mean `{near}`?"))
            .fix(Fix::risky(format!("replace it by `{near}`, so that actions of this service are meant"), action.span, quote(&near)));
    }
}
