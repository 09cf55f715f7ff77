//! A role that principals of another account may assume.

use policy::Severity;
use policy::tree::{Policy, PolicyKind};

use crate::constraint::pins_any;
use crate::trust::{Home, ORGANIZATION};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "trust-cross-account",
    aliases: &[],
    summary: "principals of another account may assume the role",
    category: Category::Exposure,
    severity: Severity::Low,
    since: "0.1.0",
    why: r"
Who may assume the role is then also decided in another account, by people and policies that this one does not control. That can be meant, and should be known.
The policy of a role does not say in which account the role is. The check speaks only where the policy itself shows that two accounts are involved: by two principals, or by an identity provider, which is always of the role's own account.
",
    fix: r"
Make sure that the account is the one you mean, and let in only the roles of it that need it.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_aws-accounts.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "sts:AssumeRole",
  "Principal": { "AWS": ["arn:aws:iam::111122223333:role/ci", "arn:aws:iam::444455556666:role/ci"] }
                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this or the other principal is of another account than the role
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
                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a principal of account 444455556666 may assume a role of account 111122223333
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
  "Effect": "Deny", "Action": "sts:AssumeRole",
  "Principal": { "AWS": ["arn:aws:iam::111122223333:role/ci", "arn:aws:iam::444455556666:role/ci"] }
}
"#,
        r#"
{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": ["arn:aws:iam::111122223333:role/ci", "arn:aws:iam::444455556666:role/ci"] },
  "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } }
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    if cx.kind != PolicyKind::Trust {
        return;
    }
    let home = Home::of(policy);
    for statement in policy.statements.iter().filter(|statement| statement.allows()) {
        // Another account of the same organization is nobody else.
        if !pins_any(statement, &ORGANIZATION).is_no() {
            continue;
        }
        for principal in home.foreign(statement) {
            let account = principal.value.account().unwrap_or_default();
            match home {
                Home::Account(own) => {
                    let message =
                        format!("a principal of account {account} may assume a role of account {own}");
                    cx.report(principal.span, message).help("the role is where its identity provider is");
                }
                Home::PerhapsOf(other) => {
                    cx.report(
                        principal.span,
                        "this or the other principal is of another account than the role",
                    )
                    .label(other.span, "the other one");
                }
                Home::Unknown => {}
            }
        }
    }
}
