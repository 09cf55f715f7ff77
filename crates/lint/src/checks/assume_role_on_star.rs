//! A policy allows every role to be assumed.

use policy::tree::{PolicyKind, Statement};
use policy::{Glob, ResourcePattern, Severity};

use crate::constraint::pins_any;
use crate::{Category, Check, Cx, Run, reach};

pub(super) const CHECK: Check = Check {
    id: "assume-role-on-star",
    aliases: &["iam_no_custom_policy_permissive_role_assumption"],
    summary: "`sts:AssumeRole` is allowed on every role",
    category: Category::Privilege,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
Which roles can be assumed is then decided by their trust policies alone. Many of them trust a whole account, this one or another: whoever has this policy can become each of those roles, also ones that are made later.
",
    fix: r"
Name the roles in `Resource`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*" }
                                                             ^^^ `sts:AssumeRole` is allowed on every role that trusts the caller's account
"#,
        r#"
{ "Effect": "Allow", "Action": "sts:*", "Resource": ["arn:aws:iam::111122223333:role/app", "arn:aws:iam::*:role/*"] }
                                                                                           ^^^^^^^^^^^^^^^^^^^^^^^ `sts:AssumeRole` is allowed on every role that trusts the caller's account
"#,
    ],
    clean: &[
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "sts:*", "Resource": "*" },
    { "Effect": "Deny", "Action": "sts:AssumeRole*", "Resource": "*" }
  ]
}
"#,
        r#"
{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": ["arn:aws:iam::111122223333:role/reader", "arn:aws:iam::*:role/deploy-*"] }
"#,
        r#"
{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*", "Condition": { "StringEquals": { "iam:ResourceTag/team": "red" } } }
"#,
        r#"
{ "Effect": "Deny", "Action": "sts:AssumeRole", "Resource": "*" }
"#,
        r#"
{ "Effect": "Allow", "Action": ["sts:GetCallerIdentity", "sts:DecodeAuthorizationMessage"], "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

/// Keys that limit which roles are meant.
const KEYS: [&str; 5] = [
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:ResourceOrgPaths",
    "aws:ResourceTag/",
    "iam:ResourceTag/",
];

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let assumes = statement.actions().iter().any(|action| action.value.matches("sts:AssumeRole"));
    if cx.kind != PolicyKind::Identity || !statement.allows() || !assumes {
        return;
    }
    let Some(all) = statement.resources().iter().find(|resource| is_every_role(&resource.value)) else {
        return;
    };
    if pins_any(statement, &KEYS).is_no() && !reach::is_denied(cx, "sts:AssumeRole") {
        cx.report(all.span, "`sts:AssumeRole` is allowed on every role that trusts the caller's account")
            .help("name the roles");
    }
}

/// Whether the pattern stands for all roles, of all accounts or of one.
fn is_every_role(resource: &ResourcePattern) -> bool {
    if resource.is_everything() {
        return true;
    }
    let [_, _, service, _, _, name] = resource.parts() else { return false };
    resource.is_exact() && service.matches("iam") && name.covers(&Glob::new("role/*"))
}
