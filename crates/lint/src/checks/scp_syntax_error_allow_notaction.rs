//! `NotAction` with Allow in an SCP, in the old language.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "scp-syntax-error-allow-notaction",
    aliases: &["SCP_SYNTAX_ERROR_ALLOW_NOTACTION"],
    summary: "an `Allow` of an SCP in the old language has `NotAction`",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Before 2025-09-19 an `Allow` of an SCP could have no `NotAction`. AWS takes it since then, so the check runs only where the caller says that the old language holds (`--scp-language legacy`).
",
    fix: r"
Allow all and deny the exceptions, or use the current language of SCPs.
",
    references: &[
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html",
    ],
    flagged: &[r#"
# as scp legacy
{ "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" }
                     ^^^^^^^^^^^ an `Allow` of an SCP cannot have `NotAction`
"#],
    clean: &[
        r#"
# as scp legacy
{ "Effect": "Deny", "NotAction": "iam:*", "Resource": "*" }
"#,
        r#"
# as scp
{ "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind != PolicyKind::Scp || !cx.legacy_scp || !statement.allows() {
        return;
    }
    if let Some(element) = &statement.not_action {
        cx.report(element.key, "an `Allow` of an SCP cannot have `NotAction`");
    }
}
