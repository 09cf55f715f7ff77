//! `ForAnyValue:` on the audience of a token, which has one value.

use policy::Severity;
use policy::tree::{SetPrefix, Statement};

use crate::audience::report_set_operators;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "foranyvalue-with-audience-claim-type",
    aliases: &["FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE"],
    summary: "`ForAnyValue:` is used on the audience of a token",
    category: Category::Effect,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
The audience that IAM compares is one value, not a list. Set operators are not meant for such keys; what one does with them is nowhere promised, and for another provider's key that holds several audiences one of them would suffice.
",
    fix: r"
Leave `ForAnyValue:` out, unless the provider really sends several audiences.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "ForAnyValue:StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } }
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^ `ForAnyValue:StringEquals` on `token.actions.githubusercontent.com:aud` takes any one of several audiences
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/Okta" }, "Action": "sts:AssumeRoleWithSAML",
  "Condition": { "ForAnyValue:StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" } }
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^ `ForAnyValue:StringEquals` on `SAML:aud` takes any one of several audiences
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
  "Condition": { "ForAllValues:StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "cognito-identity.amazonaws.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" } }
}
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    report_set_operators(cx, statement, SetPrefix::ForAnyValue, "takes any one of several audiences");
}
