//! A trust policy for IAM Roles Anywhere that lacks an action it needs.

use policy::tree::{Policy, PolicyKind, PrincipalType, Statement};
use policy::write::quote;
use policy::{Edit, Fix, Safety, Severity, Span};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "missing-action-for-roles-anywhere-trust-policy",
    aliases: &["MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY"],
    summary: "IAM Roles Anywhere is let in without all the actions it uses",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
IAM Roles Anywhere assumes a role, sets its source identity and puts tags on the session, always all three. Without the permission for one of them no certificate gets credentials.
",
    fix: r"
Allow `sts:AssumeRole`, `sts:SetSourceIdentity` and `sts:TagSession` to `rolesanywhere.amazonaws.com`.
",
    references: &["https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Principal": { "Service": "rolesanywhere.amazonaws.com" }, "Action": ["sts:AssumeRole", "sts:TagSession"] }
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ IAM Roles Anywhere also needs `sts:SetSourceIdentity`
"#,
        r#"
{ "Effect": "Allow", "Principal": { "Service": "rolesanywhere.amazonaws.com" }, "Action": "sts:AssumeRole" }
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ IAM Roles Anywhere also needs `sts:SetSourceIdentity` and `sts:TagSession`
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Principal": { "Service": "rolesanywhere.amazonaws.com" }, "Action": ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"] }
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Principal": { "Service": "rolesanywhere.amazonaws.com" }, "Action": "sts:AssumeRole" },
    { "Effect": "Allow", "Principal": { "Service": "rolesanywhere.amazonaws.com" }, "Action": ["sts:Set*", "sts:TagSession"] }
  ]
}
"#,
        r#"
{ "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }
"#,
    ],
    run: Run::Policy(run),
};

const NEEDED: [&str; 3] = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"];

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    if cx.kind != PolicyKind::Trust {
        return;
    }
    let allowing = policy.statements.iter().filter(|statement| statement.allows());
    let found: Vec<_> = allowing.filter_map(|statement| Some((statement, place(statement)?))).collect();
    let Some((first, place)) = found.first() else { return };
    // What cannot be read may be what is looked for.
    if found.iter().any(|(statement, _)| statement.action.as_ref().is_none_or(|action| !action.misplaced.is_empty())) {
        return;
    }
    let is_allowed = |needed: &str| {
        found.iter().any(|(statement, _)| statement.actions().iter().any(|action| action.value.matches(needed)))
    };
    let missing: Vec<_> = NEEDED.into_iter().filter(|needed| !is_allowed(needed)).collect();
    if missing.is_empty() {
        return;
    }
    let list = missing.iter().map(|action| format!("`{action}`")).collect::<Vec<_>>().join(" and ");
    let edit = addition(cx, first, &missing);
    let finding = cx.report(*place, format!("IAM Roles Anywhere also needs {list}"));
    if let Some(edit) = edit {
        finding.fix(Fix { title: format!("allow {list}"), safety: Safety::Unsafe, edits: vec![edit] });
    }
}

/// Where the statement names IAM Roles Anywhere.
fn place(statement: &Statement) -> Option<Span> {
    let entries = statement.principal.iter().flat_map(|element| &element.entries);
    let mut services = entries.filter(|entry| entry.kind == PrincipalType::Service);
    let named = |entry: &policy::tree::PrincipalEntry| {
        let items = entry.element.items.iter();
        items.clone().find(|item| item.value.text == "rolesanywhere.amazonaws.com").map(|item| item.span)
    };
    services.find_map(named)
}

/// The edit that puts the missing actions behind the last one.
fn addition(cx: &Cx<'_>, statement: &Statement, missing: &[&str]) -> Option<Edit> {
    let element = statement.action.as_ref()?;
    let last = element.items.last()?;
    let quoted = missing.iter().map(|action| quote(action)).collect::<Vec<_>>().join(", ");
    if last.span == element.span {
        let text = format!("[{}, {quoted}]", quote(last.value.as_str()));
        return Some(Edit { span: element.span, text });
    }
    // A YAML list without brackets has an item a line.
    let is_bracketed = cx.source.slice(element.span).starts_with('[');
    let end = Span { start: last.span.end, end: last.span.end };
    is_bracketed.then(|| Edit { span: end, text: format!(", {quoted}") })
}
