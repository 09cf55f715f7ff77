//! A role trusts a SAML provider whatever its assertions are meant for.

use policy::Severity;
use policy::tree::{PolicyKind, PrincipalElement, PrincipalForm, Statement};

use crate::constraint::pins_any;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "saml-missing-audience-condition",
    aliases: &[],
    summary: "a role trusts a SAML provider without a condition on the audience",
    category: Category::Exposure,
    severity: Severity::Medium,
    since: "0.1.0",
    why: r"
An assertion says for which service it was made. Without a condition on that, one that the provider made for another service opens the role as well.
",
    fix: r#"
Add `"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}`.
"#,
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html"],
    flagged: &[r#"
{ "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/Okta" }, "Action": "sts:AssumeRoleWithSAML" }
                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ assertions for any audience open the role
"#],
    clean: &[
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/Okta" }, "Action": "sts:AssumeRoleWithSAML",
  "Condition": { "StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" } }
}
"#,
        r#"
{ "Effect": "Deny", "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/Okta" }, "Action": "sts:AssumeRoleWithSAML" }
"#,
        r#"
{ "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/Okta" }, "Action": "sts:TagSession" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let assumes = statement.actions().iter().any(|action| action.value.matches("sts:AssumeRoleWithSAML"));
    if cx.kind != PolicyKind::Trust || !statement.allows() || !assumes {
        return;
    }
    if !pins_any(statement, &["SAML:aud", "SAML:recipient"]).is_no() {
        return;
    }
    let principals = statement.principal.iter().flat_map(PrincipalElement::principals);
    for principal in principals.filter(|principal| principal.value.form == PrincipalForm::SamlProvider) {
        cx.report(principal.span, "assertions for any audience open the role")
            .help("add a condition on `SAML:aud`");
    }
}
