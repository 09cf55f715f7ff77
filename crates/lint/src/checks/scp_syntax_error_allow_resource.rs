//! A single resource with Allow in an SCP, in the old language.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "scp-syntax-error-allow-resource",
    aliases: &["SCP_SYNTAX_ERROR_ALLOW_RESOURCE"],
    summary: "an `Allow` of an SCP in the old language is for single resources",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r#"
Before 2025-09-19 an `Allow` of an SCP was for all resources, `"*"`. AWS takes it since then, so the check runs only where the caller says that the old language holds (`--scp-language legacy`).
"#,
    fix: r#"
Allow on `"*"` and deny the rest, or use the current language of SCPs.
"#,
    references: &[
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html",
    ],
    flagged: &[r#"
# as scp legacy
{ "Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::acme-*"] }
                                                    ^^^^^^^^^^^^^^^^^^^^^ an `Allow` of an SCP must have the resource `*`
"#],
    clean: &[
        r#"
# as scp legacy
{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }
"#,
        r#"
# as scp legacy
{ "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::acme-*" }
"#,
        r#"
# as scp
{ "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::acme-*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind != PolicyKind::Scp || !cx.legacy_scp || !statement.allows() {
        return;
    }
    for resource in statement.resources().iter().filter(|resource| !resource.value.is_everything()) {
        cx.report(resource.span, "an `Allow` of an SCP must have the resource `*`");
    }
}
