//! An Allow in an RCP.

use policy::Severity;
use policy::tree::{PolicyKind, PrincipalForm, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "rcp-syntax-error-allow",
    aliases: &["RCP_SYNTAX_ERROR_ALLOW"],
    summary: "a resource control policy allows something",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
RCPs only take away. The one policy with `Allow` is AWS's own `RCPFullAWSAccess`, which allows everything to everyone and is attached everywhere; AWS refuses any other.
",
    fix: r"
Deny what nobody shall do. What is not denied stays as other policies have it.
",
    references: &[
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html",
    ],
    flagged: &[
        r#"
# as rcp
{ "Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::acme-*" }
            ^^^^^^^ an RCP cannot allow
"#,
        r#"
# as rcp
{ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "true" } } }
            ^^^^^^^ an RCP cannot allow
"#,
    ],
    clean: &[
        r#"
# as rcp
{ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" }
"#,
        r#"
# as rcp
{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind != PolicyKind::Rcp || !statement.allows() || is_full_access(statement) {
        return;
    }
    if let Some(effect) = &statement.effect {
        cx.report(effect.span, "an RCP cannot allow").help("deny what nobody shall do");
    }
}

fn is_full_access(statement: &Statement) -> bool {
    let all_principals = statement
        .principal
        .as_ref()
        .is_some_and(|principal| principal.principals().any(|one| one.value.form == PrincipalForm::Everyone));
    let all_actions = statement.actions().iter().any(|action| action.value.is_everything());
    let all_resources = statement.resources().iter().any(|resource| resource.value.is_everything());
    all_principals && all_actions && all_resources && statement.condition.is_none()
}
