//! GitHub Actions of any repository may assume a role.

use policy::Severity;
use policy::tree::{Condition, OperatorName, Statement};

use crate::oidc::{github, pins_some_claim, subject_holds_owner};
use crate::{Category, Check, Cx, Run, permissive};

pub(super) const CHECK: Check = Check {
    id: "missing-github-repo-condition-key",
    aliases: &["MISSING_GITHUB_REPO_CONDITION_KEY"],
    summary: "a role trusts GitHub Actions without saying of which repositories",
    category: Category::Exposure,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
All workflows of GitHub have tokens of the same issuer, and the audience `sts.amazonaws.com` says nothing about who asks for them. Without a condition on the subject, a workflow in anybody's repository can assume the role.
A condition that leaves the owner open, such as `repo:octo-org*`, protects nothing either: a new organization can have any name that begins so.
",
    fix: r"
Add a condition on `token.actions.githubusercontent.com:sub` with owner and repository, such as `repo:octo-org/octo-repo:ref:refs/heads/main`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html"],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ workflows of any repository at GitHub may assume the role
  "Condition": { "StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ workflows of any repository at GitHub may assume the role
  "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": "repo:octo-org*" } }
}
"#,
    ],
    clean: &[
        r#"
# as trust
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": "repo:*" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringEquals": { "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:ref:refs/heads/main" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": "repo:octo-org/*" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringEquals": { "token.actions.githubusercontent.com:repository_owner_id": "123456" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": { "Fn::Sub": "repo:${Owner}/*" } } }
}
"#,
        r#"
{
  "Effect": "Deny", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } }
}
"#,
    ],
    run: Run::Statement(run),
};

/// Claims besides the subject that only the owner of a repository has power over.
const OWNED: [&str; 6] = [
    "repository",
    "repository_id",
    "repository_owner",
    "repository_owner_id",
    "enterprise_id",
    "job_workflow_ref",
];

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let mut entries = statement.condition.iter().flat_map(Condition::entries);
    // Of a subject that is nearly all wildcard, another check speaks.
    if entries.any(|(operator, entry)| {
        operator.name == Some(OperatorName::StringLike) && !permissive::open_subjects(entry).is_empty()
    }) {
        return;
    }
    let found: Vec<_> = github(cx, statement).collect();
    for (principal, issuer) in found {
        let owned =
            pins_some_claim(statement, issuer, |claim| OWNED.contains(&claim) || claim.starts_with("actor"));
        if owned.is_no() && subject_holds_owner(statement, issuer).is_no() {
            cx.report(principal.span, "workflows of any repository at GitHub may assume the role")
                .help(format!("add a condition on `{issuer}:sub` that names owner and repository"));
        }
    }
}
