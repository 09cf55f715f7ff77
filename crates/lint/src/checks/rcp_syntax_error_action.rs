//! An action that no RCP can have.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "rcp-syntax-error-action",
    aliases: &["RCP_SYNTAX_ERROR_ACTION"],
    summary: "an action of a resource control policy is `*` or of a service that RCPs do not govern",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
RCPs govern the resources of certain services. AWS refuses a denial of `*`, and one of an action whose service is not among them. Their number grows: the list is that of the catalogue's date.
",
    fix: r"
Name actions of services that RCPs govern; limit the others with an SCP, which is about principals instead of resources.
",
    references: &[
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html",
    ],
    flagged: &[
        r#"
# as rcp
{ "Effect": "Deny", "Principal": "*", "Action": ["s3:*", "ec2:*"], "Resource": "*" }
                                                         ^^^^^^^ RCPs do not govern `ec2`
"#,
        r#"
# as rcp
{ "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*" }
                                                ^^^ an RCP cannot deny every action
"#,
    ],
    clean: &[
        r#"
# as rcp
{ "Effect": "Deny", "Principal": "*", "Action": ["s3:*", "SQS:Send*", "kms:*", "secretsmanager:*", "sts:AssumeRole"], "Resource": "*" }
"#,
        r#"
# as rcp
{ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind != PolicyKind::Rcp {
        return;
    }
    for action in statement.actions() {
        if action.value.is_everything() {
            if statement.denies() {
                cx.report(action.span, "an RCP cannot deny every action")
                    .help("name the services, such as `s3:*`");
            }
            continue;
        }
        let Some((prefix, _)) = action.value.as_str().split_once(':') else { continue };
        // A service that does not exist is another check's.
        let service = cx.catalog.service(prefix).filter(|service| !service.supports_rcp());
        if let Some(service) = service {
            let help =
                format!("says the catalogue of {}; an SCP can deny it to principals", cx.catalog.date());
            cx.report(action.span, format!("RCPs do not govern `{}`", service.prefix())).help(help);
        }
    }
}
