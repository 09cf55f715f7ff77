//! An action of a service that does not exist.

use policy::Severity;
use policy::tree::Statement;

use crate::services::{nearest, unknown_services};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-service",
    aliases: &["INVALID_SERVICE"],
    summary: "the service of an action does not exist",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
AWS refuses an unknown service prefix, or the statement never applies.
",
    fix: r"
Write the service prefix of the service authorization reference.
",
    references: &["https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "contoso:FrobnicateWidget", "Resource": "*" }
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^ there is no service `contoso`
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": ["dynamodb:GetItem", "*"], "Resource": "*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "dynamo:GetItem", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    for (action, prefix) in unknown_services(cx.catalog, statement) {
        if nearest(cx.catalog, action.value.as_str(), prefix).is_some() {
            continue;
        }
        let date = cx.catalog.date();
        cx.report(action.span, format!("there is no service `{prefix}`"))
            .help(format!("it is not in the catalogue of {date}"));
    }
}
