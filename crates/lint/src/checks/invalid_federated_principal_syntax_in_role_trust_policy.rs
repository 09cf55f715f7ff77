//! An identity provider that is named neither by its domain nor by its ARN.

use catalog::Catalog;
use policy::tree::{PolicyKind, Principal, PrincipalForm, PrincipalType, Spanned, Statement};
use policy::write::quote;
use policy::{Fix, Severity};

use crate::principals::{has_wildcard, is_dynamic};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-federated-principal-syntax-in-role-trust-policy",
    aliases: &["INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY"],
    summary: "an identity provider is named neither by a domain nor by an ARN",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
A federated principal is the ARN of a SAML or OpenID Connect provider in the account, or the bare domain of a provider that AWS knows by itself, such as `accounts.google.com`. IAM refuses anything else, a URL too.
",
    fix: r"
Write the ARN of the provider, or the domain without `https://`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
  "Principal": { "Federated": ["https://accounts.google.com", "https://token.actions.githubusercontent.com", "Okta"] },
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `https://accounts.google.com` is neither a domain nor the ARN of an identity provider
                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `https://token.actions.githubusercontent.com` is neither a domain nor the ARN of an identity provider
                                                                                                             ^^^^^^ `Okta` is neither a domain nor the ARN of an identity provider
  "Condition": { "StringEquals": { "accounts.google.com:aud": "app-1234" } }
}
"#,
        r#"
{ "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:role/Okta" }, "Action": "sts:AssumeRoleWithSAML" }
                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `arn:aws:iam::111122223333:role/Okta` is neither a domain nor the ARN of an identity provider
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/Okta" }, "Action": "sts:AssumeRoleWithSAML" }
"#,
        r#"
{
  "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
  "Principal": { "Federated": ["accounts.google.com", "cognito-identity.amazonaws.com", "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A1B2"] }
}
"#,
    ],
    run: Run::Principal(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, kind: Option<&PrincipalType>, principal: &Spanned<Principal>) {
    let text = principal.value.text.as_str();
    if cx.kind != PolicyKind::Trust
        || kind != Some(&PrincipalType::Federated)
        || is_well_formed(&principal.value)
        || has_wildcard(&principal.value)
        || is_dynamic(text)
    {
        return;
    }
    let catalog = cx.catalog;
    let message = format!("`{text}` is neither a domain nor the ARN of an identity provider");
    let finding = cx.report(principal.span, message);
    let Some(issuer) = text.split_once("://").map(|(_, issuer)| issuer.trim_end_matches('/')) else { return };
    if is_builtin(catalog, issuer) {
        finding
            .help(format!("did you mean `{issuer}`?"))
            .fix(Fix::safe(format!("replace it by `{issuer}`"), principal.span, quote(issuer)));
    } else {
        finding.help(format!("write `arn:aws:iam::ACCOUNT:oidc-provider/{issuer}`"));
    }
}

fn is_well_formed(principal: &Principal) -> bool {
    match principal.form {
        PrincipalForm::SamlProvider | PrincipalForm::OidcProvider => true,
        PrincipalForm::WebIdentity => !principal.text.contains("://"),
        _ => false,
    }
}

fn is_builtin(catalog: &Catalog, issuer: &str) -> bool {
    catalog.oidc_providers().any(|provider| provider.is_builtin() && provider.issuer() == issuer)
}
