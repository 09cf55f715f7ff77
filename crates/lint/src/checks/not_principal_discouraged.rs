//! A `Deny` that excepts a user or role, and not the account that it is in.

use std::collections::BTreeSet;

use policy::Severity;
use policy::tree::{PolicyKind, Principal, PrincipalElement, PrincipalForm, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "not-principal-discouraged",
    aliases: &[],
    summary: "`Deny` with `NotPrincipal` may shut out those it excepts",
    category: Category::Effect,
    severity: Severity::Medium,
    since: "0.1.0",
    why: r"
Requests come with several principals at once: a session, its role, and their account. A `Deny` with `NotPrincipal` that excepts a role but not its account may still deny the role, and one that excepts a session must except its role as well. Principals with a permissions boundary are denied in any case. AWS advises against the element.
",
    fix: r#"
Deny `"Principal": "*"` with a condition `ArnNotEquals` on `aws:PrincipalArn`; or except the account, and the role of a session, too.
"#,
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html"],
    flagged: &[
        r#"
{ "Effect": "Deny", "NotPrincipal": { "AWS": "arn:aws:iam::111122223333:role/audit" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ its account `111122223333` is not excepted, so it may be denied all the same
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "NotPrincipal": { "AWS": ["111122223333", "arn:aws:sts::111122223333:assumed-role/audit/ann"] }
                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ its role `audit` is not excepted, so it may be denied all the same
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "NotPrincipal": { "AWS": ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/audit"] }
  ^^^^^^^^^^^^^^ AWS advises to except principals by a condition instead
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "NotPrincipal": { "AWS": ["111122223333", "arn:aws:iam::111122223333:role/team/audit", "arn:aws:sts::111122223333:assumed-role/audit/ann"] }
  ^^^^^^^^^^^^^^ AWS advises to except principals by a condition instead
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": { "ArnNotEquals": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/audit" } }
}
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let Some(element) = statement.not_principal.as_ref().filter(|_| statement.denies()) else { return };
    let is_read = element.malformed.is_empty() && element.entries.iter().all(|entry| entry.element.misplaced.is_empty());
    if cx.kind != PolicyKind::Resource || !is_read {
        return;
    }
    let before = cx.found.len();
    let accounts: BTreeSet<&str> = accounts(element).collect();
    let roles: BTreeSet<(&str, &str)> = roles(element).collect();
    for principal in element.principals() {
        let form = principal.value.form;
        let Some(account) = principal.value.account() else { continue };
        let is_part = matches!(form, PrincipalForm::User | PrincipalForm::Role | PrincipalForm::RoleSession | PrincipalForm::FederatedUser);
        let missing = if is_part && !accounts.contains(account) {
            format!("account `{account}`")
        } else if let Some(role) = role_of_session(&principal.value)
            && !roles.contains(&(account, role))
        {
            format!("role `{role}`")
        } else {
            continue;
        };
        cx.report(principal.span, format!("its {missing} is not excepted, so it may be denied all the same"));
    }
    if cx.found.len() == before {
        cx.report(element.key, "AWS advises to except principals by a condition instead")
            .severity(Severity::Suggestion)
            .help("deny everyone, with `ArnNotEquals` on `aws:PrincipalArn`");
    }
}

fn accounts(element: &PrincipalElement) -> impl Iterator<Item = &str> {
    let accounts = element.principals().filter(|principal| principal.value.form == PrincipalForm::Account);
    accounts.filter_map(|principal| principal.value.account())
}

/// The roles with their accounts, and without their paths, as sessions name them.
fn roles(element: &PrincipalElement) -> impl Iterator<Item = (&str, &str)> {
    let roles = element.principals().filter(|principal| principal.value.form == PrincipalForm::Role);
    roles.filter_map(|role| Some((role.value.account()?, role.value.text.rsplit('/').next()?)))
}

fn role_of_session(principal: &Principal) -> Option<&str> {
    let session = (principal.form == PrincipalForm::RoleSession).then_some(principal.text.as_str())?;
    session.split('/').nth(1)
}
