//! `ForAllValues:` on the audience of a token, which has one value.

use policy::Severity;
use policy::tree::{SetPrefix, Statement};

use crate::audience::report_set_operators;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "confirm-audience-claim-type",
    aliases: &["CONFIRM_AUDIENCE_CLAIM_TYPE"],
    summary: "`ForAllValues:` is used on the audience of a token",
    category: Category::Effect,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
The audience that IAM compares is one value, not a list. `ForAllValues:` also holds for a token without the claim, so it demands less than the operator without it.
",
    fix: r"
Leave `ForAllValues:` out, unless the provider really sends several audiences.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "ForAllValues:StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } }
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `ForAllValues:StringEquals` on `token.actions.githubusercontent.com:aud` also holds for a token without an audience
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/Okta" }, "Action": "sts:AssumeRoleWithSAML",
  "Condition": { "ForAllValues:StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" } }
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `ForAllValues:StringEquals` on `SAML:aud` also holds for a token without an audience
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "ForAnyValue:StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "cognito-identity.amazonaws.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "ForAllValues:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" } }
}
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    report_set_operators(
        cx,
        statement,
        SetPrefix::ForAllValues,
        "also holds for a token without an audience",
    );
}
