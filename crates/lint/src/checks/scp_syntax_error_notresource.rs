//! `NotResource` in an SCP, in the old language.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "scp-syntax-error-notresource",
    aliases: &["SCP_SYNTAX_ERROR_NOTRESOURCE"],
    summary: "an SCP in the old language has `NotResource`",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Before 2025-09-19 an SCP could have no `NotResource`. AWS takes it since then, so the check runs only where the caller says that the old language holds (`--scp-language legacy`).
",
    fix: r"
Name the resources, or use the current language of SCPs.
",
    references: &[
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html",
    ],
    flagged: &[r#"
# as scp legacy
{ "Effect": "Deny", "Action": "s3:DeleteObject", "NotResource": "arn:aws:s3:::scratch/*" }
                                                 ^^^^^^^^^^^^^ an SCP cannot have `NotResource`
"#],
    clean: &[
        r#"
# as scp
{ "Effect": "Deny", "Action": "s3:DeleteObject", "NotResource": "arn:aws:s3:::scratch/*" }
"#,
        r#"
# as scp legacy
{ "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::acme/*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind != PolicyKind::Scp || !cx.legacy_scp {
        return;
    }
    if let Some(element) = &statement.not_resource {
        cx.report(element.key, "an SCP cannot have `NotResource`");
    }
}
