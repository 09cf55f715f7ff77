//! Whoever is limited by a resource policy may rewrite it.

use policy::tree::{PolicyKind, PrincipalElement, PrincipalForm, Spanned, Statement};
use policy::{ActionPattern, Severity};

use crate::{Category, Check, Cx, Run, reach};

pub(super) const CHECK: Check = Check {
    id: "resource-policy-privilege-escalation",
    aliases: &[],
    summary: "a principal with few permissions on a resource may rewrite the policy of that resource",
    category: Category::Privilege,
    severity: Severity::Medium,
    since: "0.1.0",
    why: r"
The principal is allowed some actions on the resource, and one of them replaces the resource's policy. With that it can give itself, or anybody, all the other actions too, so the limits of the policy are none.

Where the action is allowed on every resource, `permissions-management-actions` says so. A principal that has all actions on the resource gains nothing, and is not reported.
",
    fix: r"
Leave changes of the policy to an administrator.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/app" },
  "Action": ["s3:GetObject", "s3:PutBucketPolicy"], "Resource": ["arn:aws:s3:::acme-logs", "arn:aws:s3:::acme-logs/*"]
                             ^^^^^^^^^^^^^^^^^^^^ with `s3:PutBucketPolicy` the holder can give itself every other action on the resource
}
"#,
        r#"
{ "Effect": "Allow", "Action": ["kms:Encrypt", "kms:PutKeyPolicy"], "Resource": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
                                               ^^^^^^^^^^^^^^^^^^ with `kms:PutKeyPolicy` the holder can give itself every other action on the resource
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::acme-logs", "arn:aws:s3:::acme-logs/*"] }
"#,
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": ["kms:Encrypt", "kms:PutKeyPolicy"], "Resource": "*" }
"#,
        r#"
{ "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutBucketPolicy"], "Resource": "*" }
"#,
        r#"
{ "Effect": "Deny", "Principal": "*", "Action": "s3:PutBucketPolicy", "Resource": "arn:aws:s3:::acme-logs" }
"#,
    ],
    run: Run::Action(run),
};

/// Actions that do nothing but write a resource's policy.
///
/// Source: the service authorization reference, access level "Permissions management".
const POLICY_WRITERS: &[&str] = &[
    "backup:PutBackupVaultAccessPolicy",
    "dynamodb:PutResourcePolicy",
    "ecr:SetRepositoryPolicy",
    "elasticfilesystem:PutFileSystemPolicy",
    "events:PutPermission",
    "glacier:SetVaultAccessPolicy",
    "kinesis:PutResourcePolicy",
    "kms:PutKeyPolicy",
    "lambda:AddPermission",
    "s3:PutAccessPointPolicy",
    "s3:PutBucketPolicy",
    "secretsmanager:PutResourcePolicy",
    "sns:AddPermission",
    "sqs:AddPermission",
];

fn run(cx: &mut Cx<'_>, statement: &Statement, entry: &Spanned<ActionPattern>) {
    let text = entry.value.as_str();
    let Some(writer) = POLICY_WRITERS.iter().find(|writer| writer.eq_ignore_ascii_case(text)) else { return };
    if !cx.may_judge() {
        return;
    }
    let is_limited = match cx.kind {
        PolicyKind::Identity => !statement.resources().iter().any(|resource| resource.value.is_everything()),
        PolicyKind::Resource => names_few(statement),
        _ => false,
    };
    let is_granted = statement.allows() && statement.action.is_some() && !reach::is_narrowed(statement);
    let has_all =
        cx.policy.statements.iter().filter(|other| other.allows()).any(|other| has_all_of(other, writer));
    if is_limited && is_granted && !has_all && !reach::is_denied(cx, writer) {
        cx.report(
            entry.span,
            format!("with `{writer}` the holder can give itself every other action on the resource"),
        );
    }
}

fn has_all_of(statement: &Statement, action: &str) -> bool {
    statement
        .actions()
        .iter()
        .any(|entry| reach::is_whole_service(&entry.value) && entry.value.matches(action))
}

/// Whether a user, role or session is named, and not a whole account or everyone.
fn names_few(statement: &Statement) -> bool {
    let mut principals = statement.principal.iter().flat_map(PrincipalElement::principals);
    principals.any(|principal| {
        use PrincipalForm::{FederatedUser, Role, RoleSession, UniqueId, User};
        matches!(principal.value.form, FederatedUser | Role | RoleSession | UniqueId | User)
    })
}
