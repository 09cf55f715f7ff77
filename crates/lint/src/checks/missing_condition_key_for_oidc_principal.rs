//! Anybody with a token of an identity provider may assume a role.

use catalog::{Catalog, OidcProvider};
use policy::Severity;
use policy::tree::Statement;

use crate::oidc::{is_github, pins_some_claim, trusted};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "missing-condition-key-for-oidc-principal",
    aliases: &["MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL"],
    summary: "a role trusts an OpenID Connect provider without a condition on its tokens",
    category: Category::Exposure,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
Public identity providers give tokens to anyone who has an account there, and to every application. Without a condition that holds a claim of the token to certain values, all of them can assume the role.
Where one issuer serves all customers of a service, as that of GitLab.com does, an audience alone tells none of them apart. Nor does it tell the pods of an EKS cluster apart, which all get tokens for the same audience; and a Cognito identity is anybody's unless `aud` names the identity pool.
",
    fix: r"
Add a condition on a key of the provider, such as `accounts.google.com:aud` with the id of the application; where many share the issuer and the audience, on the claim that the message names.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Principal": { "Federated": "accounts.google.com" }, "Action": "sts:AssumeRoleWithWebIdentity" }
                                                 ^^^^^^^^^^^^^^^^^^^^^ anybody with a token of `accounts.google.com` may assume the role
"#,
        r#"
{
  "Effect": "Allow",
  "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/gitlab.com" },
                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ every customer of `gitlab.com` may assume the role
  "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringEquals": { "gitlab.com:aud": "https://gitlab.com" }, "StringLike": { "gitlab.com:sub": "*" } }
}
"#,
        r#"
{
  "Effect": "Allow",
  "Principal": { "Federated": "cognito-identity.amazonaws.com" },
                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ every customer of `cognito-identity.amazonaws.com` may assume the role
  "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" } }
}
"#,
        r#"
{
  "Effect": "Allow",
  "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0A1B2C3D" },
                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ anybody with a token of `oidc.eks.eu-west-1.amazonaws.com/id/0A1B2C3D` may assume the role
  "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringEquals": { "oidc.eks.eu-west-1.amazonaws.com/id/0A1B2C3D:aud": "sts.amazonaws.com" } }
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0A1B2C3D" },
  "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringLike": { "oidc.eks.eu-west-1.amazonaws.com/id/0A1B2C3D:sub": "system:serviceaccount:billing:*" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "cognito-identity.amazonaws.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringEquals": { "cognito-identity.amazonaws.com:sub": "us-east-1:12345678-dead-beef-cafe-123456790ab" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "accounts.google.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringEquals": { "accounts.google.com:aud": "app-1234.apps.googleusercontent.com" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/gitlab.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringLike": { "gitlab.com:sub": "project_path:octo-group/*:ref_type:branch:ref:main" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "cognito-identity.amazonaws.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": {
    "StringEquals": { "cognito-identity.amazonaws.com:aud": "us-east-1:12345678-abcd-abcd-abcd-123456790ab" },
    "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" }
  }
}
"#,
        r#"
{ "Effect": "Deny", "Principal": { "Federated": "accounts.google.com" }, "Action": "sts:AssumeRoleWithWebIdentity" }
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } }
}
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let found: Vec<_> = trusted(cx, statement).collect();
    for (principal, issuer) in found {
        if pins_some_claim(statement, issuer, |_| true).is_no() {
            cx.report(principal.span, format!("anybody with a token of `{issuer}` may assume the role"))
                .help(format!("add a condition on `{issuer}:aud` or `{issuer}:sub`"));
            continue;
        }
        let Some((provider, claim)) = claim_to_pin(cx.catalog, issuer) else { continue };
        // A claim such as Cognito's `amr` says how the customer's user came in, not whose user it is.
        let tells_apart = |pinned: &str| {
            let is = |name: &str| pinned.eq_ignore_ascii_case(name);
            if claim == "aud" { is("aud") || is("sub") } else { !is("aud") }
        };
        if pins_some_claim(statement, issuer, tells_apart).is_no() {
            let who = if provider.is_of_one_customer() { "anybody with a token" } else { "every customer" };
            cx.report(principal.span, format!("{who} of `{issuer}` may assume the role"))
                .help(format!("add a condition on `{issuer}:{claim}`"));
        }
    }
}

/// The claim that tells those apart who share an issuer. GitHub has a check of its own.
fn claim_to_pin<'c>(catalog: &'c Catalog, issuer: &str) -> Option<(OidcProvider<'c>, &'c str)> {
    let mut known = catalog.oidc_providers().filter(|_| !is_github(issuer));
    let provider = known.find(|provider| provider.is_issuer(issuer))?;
    Some((provider, provider.claim_to_pin()?))
}
