//! A `Deny` of actions on users that names a group.

use catalog::Catalog;
use policy::tree::Statement;
use policy::{ResourcePattern, Severity};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "deny-user-action-on-group-resource",
    aliases: &[],
    summary: "a `Deny` of actions on users names only groups",
    category: Category::Effect,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
The ARN of a group stands for the group, not for its members. Actions such as `iam:CreateLoginProfile` are checked against the user they are about, so a `Deny` that names a group forbids nothing.
",
    fix: r"
Name the users, such as by a path: `arn:aws:iam::111122223333:user/admins/*`.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns",
    ],
    flagged: &[r#"
{ "Effect": "Deny", "Action": ["iam:CreateLoginProfile", "iam:UpdateGroup"], "Resource": "arn:aws:iam::111122223333:group/admins" }
                               ^^^^^^^^^^^^^^^^^^^^^^^^ `iam:CreateLoginProfile` is about users, and the ARN of a group stands for none of its members
"#],
    clean: &[
        r#"
{ "Effect": "Deny", "Action": "iam:CreateLoginProfile", "Resource": ["arn:aws:iam::111122223333:group/admins", "arn:aws:iam::111122223333:user/admins/*"] }
"#,
        r#"
{ "Effect": "Deny", "Action": ["iam:AddUserToGroup", "iam:*"], "Resource": "arn:aws:iam::111122223333:group/admins" }
"#,
        r#"
{ "Effect": "Allow", "Action": "iam:CreateLoginProfile", "Resource": "arn:aws:iam::111122223333:group/admins" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let Some(element) = statement.resource.as_ref().filter(|_| spares_members(statement)) else { return };
    for action in statement.actions() {
        let written = action.value.as_str();
        if is_about_users(cx.catalog, written) {
            let message =
                format!("`{written}` is about users, and the ARN of a group stands for none of its members");
            cx.report(action.span, message).label(element.span, "only groups").help("name the users");
        }
    }
}

/// Whether the statement denies, and names groups only.
pub(super) fn spares_members(statement: &Statement) -> bool {
    let element = statement.resource.as_ref().filter(|_| statement.denies());
    element.is_some_and(|element| {
        element.misplaced.is_empty()
            && !element.items.is_empty()
            && element.items.iter().all(|resource| is_group(&resource.value))
    })
}

/// Whether an action, written in full, is about users and not about groups.
pub(super) fn is_about_users(catalog: &Catalog, action: &str) -> bool {
    let is_about = |kind: &str| {
        let known = catalog.action(action);
        known.is_some_and(|known| known.targets().any(|target| target.resource.name() == kind))
    };
    is_about("user") && !is_about("group")
}

fn is_group(resource: &ResourcePattern) -> bool {
    let [_, _, service, _, _, name] = resource.parts() else { return false };
    resource.is_exact() && service.matches("iam") && name.literal_prefix().starts_with("group/")
}
