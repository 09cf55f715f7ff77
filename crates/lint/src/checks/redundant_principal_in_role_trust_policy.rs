//! A session beside the role that it is a session of.

use std::collections::BTreeMap;

use policy::tree::{PolicyKind, Principal, PrincipalForm, Statement};
use policy::{Fix, Safety, Severity};

use crate::{Category, Check, Cx, Run, removal};

pub(super) const CHECK: Check = Check {
    id: "redundant-principal-in-role-trust-policy",
    aliases: &["REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY"],
    summary: "a session is named beside its role",
    category: Category::Clarity,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
A role stands for all its sessions, so to name one of them as well says nothing more, and may make a reader think that only that one is let in.
",
    fix: r"
Remove the session, or the role if only the session was meant.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "sts:AssumeRole",
  "Principal": { "AWS": ["arn:aws:iam::111122223333:role/team/ops", "arn:aws:sts::111122223333:assumed-role/ops/alice"] }
                                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the role `ops` stands for this session too
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "sts:AssumeRole",
  "Principal": { "AWS": ["arn:aws:iam::111122223333:role/audit", "arn:aws:sts::111122223333:assumed-role/ops/alice"] }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "sts:AssumeRole",
  "Principal": { "AWS": ["arn:aws:iam::444455556666:role/ops", "arn:aws:sts::111122223333:assumed-role/ops/alice"] }
}
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let Some(element) = statement.principal.as_ref().filter(|_| cx.kind == PolicyKind::Trust) else { return };
    let mut roles = BTreeMap::new();
    for role in element.principals().filter(|principal| principal.value.form == PrincipalForm::Role) {
        if let Some(name) = name(&role.value) {
            roles.entry(name).or_insert(role.span);
        }
    }
    for session in element.principals().filter(|principal| principal.value.form == PrincipalForm::RoleSession) {
        let Some(name) = name(&session.value) else { continue };
        let Some(role) = roles.get(&name) else { continue };
        let edits = removal::items(cx, &[session.span]);
        let finding = cx
            .report(session.span, format!("the role `{}` stands for this session too", name.role))
            .label(*role, "the role");
        if let Some(edits) = edits {
            // Within one account a session that is named itself is let in whatever its session policy leaves out.
            finding.fix(Fix { title: "remove the session, which is then limited as the role is".to_owned(), safety: Safety::Unsafe, edits });
        }
    }
}

/// What a role and its sessions have in common: their ARNs name it without its path.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Name<'a> {
    partition: &'a str,
    account: &'a str,
    role: &'a str,
}

fn name(principal: &Principal) -> Option<Name<'_>> {
    let text = principal.text.as_str();
    let role = match principal.form {
        PrincipalForm::Role => text.rsplit('/').next()?,
        _ => text.split('/').nth(1)?,
    };
    Some(Name { partition: text.split(':').nth(1)?, account: principal.account()?, role })
}
