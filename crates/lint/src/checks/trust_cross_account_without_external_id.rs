//! A role that another account may assume without proof for whom it acts.

use policy::Severity;
use policy::tree::{Policy, PolicyKind};

use crate::trust::{Home, proves_itself};
use crate::{Category, Check, Cx, Run, constraint};

pub(super) const CHECK: Check = Check {
    id: "trust-cross-account-without-external-id",
    aliases: &[],
    summary: "another account may assume the role without external id or MFA",
    category: Category::Exposure,
    severity: Severity::Medium,
    since: "0.1.0",
    why: r"
A party that works for many customers assumes a role in each of their accounts. Without an external id one of its customers can give it the ARN of this role and so make it work here: it becomes a confused deputy. For people, multi-factor authentication proves who comes.
The check speaks only of principals that the policy itself shows to be of another account: by an identity provider of the role's own account, or by a condition on `sts:ExternalId`; and a condition that any external id meets, or none at all, proves nothing.
",
    fix: r#"
Add a condition on `sts:ExternalId`, or for people `"Bool": {"aws:MultiFactorAuthPresent": "true"}`; for accounts of your own organization, on `aws:PrincipalOrgID`.
"#,
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": "444455556666" },
  "Condition": { "StringLike": { "sts:ExternalId": "*" } }
                                 ^^^^^^^^^^^^^^^^ the external id is asked for in a way that any caller can meet
}
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow", "Action": "sts:AssumeRoleWithSAML",
      "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/Okta" },
      "Condition": { "StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" } }
    },
    { "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": "arn:aws:iam::444455556666:role/ci" } }
                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a principal of another account may assume the role without external id or MFA
  ]
}
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": ["arn:aws:iam::111122223333:role/ci", "111122223333"] } }
"#,
        r#"
{
  "Effect": "Allow", "Action": "sts:AssumeRole",
  "Principal": { "AWS": ["arn:aws:iam::111122223333:role/ci", "arn:aws:iam::444455556666:role/ci"] }
}
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow", "Action": "sts:AssumeRoleWithSAML",
      "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/Okta" },
      "Condition": { "StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" } }
    },
    { "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": "arn:aws:iam::444455556666:role/ci" }, "Condition": { "StringEquals": { "sts:ExternalId": "7f3c" } } }
  ]
}
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow", "Action": "sts:AssumeRoleWithSAML",
      "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/Okta" },
      "Condition": { "StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" } }
    },
    { "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": "arn:aws:iam::444455556666:role/ci" }, "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } } }
  ]
}
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow", "Action": "sts:AssumeRoleWithSAML",
      "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/Okta" },
      "Condition": { "StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" } }
    },
    { "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": "arn:aws:iam::111122223333:role/ci" } }
  ]
}
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    if cx.kind != PolicyKind::Trust {
        return;
    }
    let home = Home::of(policy);
    let is_known = matches!(home, Home::Account(_));
    for statement in policy.statements.iter().filter(|statement| statement.allows()) {
        if proves_itself(statement) {
            continue;
        }
        // Who writes of an external id lets in a third party.
        if let Some((_, entry)) = constraint::entries(statement, "sts:ExternalId").next() {
            cx.report(entry.key.span, "the external id is asked for in a way that any caller can meet")
                .help("compare it with the one value agreed upon, by `StringEquals`");
            continue;
        }
        for principal in home.foreign(statement).filter(|_| is_known) {
            cx.report(
                principal.span,
                "a principal of another account may assume the role without external id or MFA",
            )
            .help("add a condition on `sts:ExternalId`");
        }
    }
}
