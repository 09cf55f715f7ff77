//! A federated principal outside a trust policy.

use policy::Severity;
use policy::tree::{PolicyKind, PrincipalType, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "federated-principal-not-supported",
    aliases: &["FEDERATED_PRINCIPAL_NOT_SUPPORTED"],
    summary: "a policy other than a role's trust policy names an identity provider",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Whoever comes from an identity provider first assumes a role, and it is the role's session that then uses resources. So only the trust policy of a role can name a provider.
",
    fix: r"
Name the role that the users of the provider assume.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/Okta" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
                                    ^^^^^^^^^^^ only trust policies name identity providers
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/Okta" }, "Action": "sts:AssumeRoleWithSAML",
  "Condition": { "StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" } }
}
"#,
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/app" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind != PolicyKind::Resource {
        return;
    }
    let elements = statement.principal.iter().chain(&statement.not_principal);
    for entry in elements.flat_map(|element| &element.entries) {
        if entry.kind == PrincipalType::Federated {
            cx.report(entry.element.key, "only trust policies name identity providers");
        }
    }
}
