//! A principal other than everyone in an RCP.

use policy::Severity;
use policy::tree::{PolicyKind, PrincipalElement, PrincipalForm, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "rcp-syntax-error-principal",
    aliases: &["RCP_SYNTAX_ERROR_PRINCIPAL"],
    summary: "a resource control policy names principals",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r#"
An RCP is about whoever asks for the resources of the organization: its `Principal` is `"*"`, and `NotPrincipal` is refused.
"#,
    fix: r#"
Write `"Principal": "*"`. To except somebody, test `aws:PrincipalArn` in a condition.
"#,
    references: &[
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html",
    ],
    flagged: &[
        r#"
# as rcp
{ "Effect": "Deny", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "s3:*", "Resource": "*" }
                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the principal of an RCP must be `*`
"#,
        r#"
# as rcp
{ "Effect": "Deny", "NotPrincipal": { "AWS": "arn:aws:iam::111122223333:role/admin" }, "Action": "s3:*", "Resource": "*" }
                    ^^^^^^^^^^^^^^ an RCP cannot have `NotPrincipal`
"#,
    ],
    clean: &[r#"
# as rcp
{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } }
"#],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind != PolicyKind::Rcp {
        return;
    }
    for principal in statement.principal.iter().flat_map(PrincipalElement::principals) {
        // Whether AWS takes `{ "AWS": "*" }`, which elsewhere is the same, is not documented.
        if principal.value.form != PrincipalForm::Everyone {
            cx.report(principal.span, "the principal of an RCP must be `*`")
                .help("write `\"Principal\": \"*\"`, and test `aws:PrincipalArn` in a condition");
        }
    }
    if let Some(principal) = &statement.not_principal {
        cx.report(principal.key, "an RCP cannot have `NotPrincipal`")
            .help("write `\"Principal\": \"*\"`, and test `aws:PrincipalArn` in a condition");
    }
}
