//! `NotAction` in an RCP.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "rcp-syntax-error-notaction",
    aliases: &["RCP_SYNTAX_ERROR_NOTACTION"],
    summary: "a resource control policy has `NotAction`",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
RCPs govern some services only, so AWS wants to be told which actions are meant, and refuses `NotAction`.
",
    fix: r"
List the actions, such as `s3:*`, in `Action`.
",
    references: &[
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html",
    ],
    flagged: &[r#"
# as rcp
{ "Effect": "Deny", "Principal": "*", "NotAction": "s3:GetObject", "Resource": "*" }
                                      ^^^^^^^^^^^ an RCP cannot have `NotAction`
"#],
    clean: &[r#"
# as rcp
{ "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "NotResource": "arn:aws:s3:::acme/*" }
"#],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind != PolicyKind::Rcp {
        return;
    }
    if let Some(element) = &statement.not_action {
        cx.report(element.key, "an RCP cannot have `NotAction`").help("list the actions in `Action`");
    }
}
