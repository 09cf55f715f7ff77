//! A condition on an Allow of an SCP, in the old language.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "scp-syntax-error-allow-condition",
    aliases: &["SCP_SYNTAX_ERROR_ALLOW_CONDITION"],
    summary: "an `Allow` of an SCP in the old language has a condition",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Before 2025-09-19 an `Allow` of an SCP could have no condition. AWS takes it since then, so the check runs only where the caller says that the old language holds (`--scp-language legacy`).
",
    fix: r"
Allow without a condition and deny the rest with one, or use the current language of SCPs.
",
    references: &[
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html",
    ],
    flagged: &[r#"
# as scp legacy
{ "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": { "StringEquals": { "aws:RequestedRegion": "eu-west-1" } } }
                                                        ^^^^^^^^^^^ an `Allow` of an SCP cannot have a condition
"#],
    clean: &[
        r#"
# as scp legacy
{ "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "StringEquals": { "aws:RequestedRegion": "eu-west-1" } } }
"#,
        r#"
# as scp
{ "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": { "StringEquals": { "aws:RequestedRegion": "eu-west-1" } } }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind != PolicyKind::Scp || !cx.legacy_scp || !statement.allows() {
        return;
    }
    if let Some(condition) = &statement.condition {
        cx.report(condition.key, "an `Allow` of an SCP cannot have a condition");
    }
}
