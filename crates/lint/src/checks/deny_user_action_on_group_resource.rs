//! A `Deny` of actions on users that names a group.

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
    let Some(element) = statement.resource.as_ref().filter(|_| statement.denies()) else { return };
    let is_only_groups = element.misplaced.is_empty()
        && !element.items.is_empty()
        && element.items.iter().all(|resource| is_group(&resource.value));
    if !is_only_groups {
        return;
    }
    for action in statement.actions() {
        let written = action.value.as_str();
        let is_about = |kind: &str| {
            cx.catalog
                .action(written)
                .is_some_and(|known| known.targets().any(|target| target.resource.name() == kind))
        };
        if is_about("user") && !is_about("group") {
            let message =
                format!("`{written}` is about users, and the ARN of a group stands for none of its members");
            cx.report(action.span, message).label(element.span, "only groups").help("name the users");
        }
    }
}

fn is_group(resource: &ResourcePattern) -> bool {
    let [_, _, service, _, _, name] = resource.parts() else { return false };
    resource.is_exact() && service.matches("iam") && name.literal_prefix().starts_with("group/")
}
