//! GitHub Actions of several repositories or branches may assume a role.

use policy::Severity;
use policy::tree::Statement;

use crate::constraint::pattern;
use crate::oidc::{github, subjects};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "specific-github-repo-and-branch-recommended",
    aliases: &["SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED"],
    summary: "the subject of a GitHub Actions token may be one of many",
    category: Category::Exposure,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
A wildcard in the subject lets in workflows of other repositories or branches as well, among them those of pull requests and of branches that nobody reviews.
",
    fix: r"
Name the repository and the branch, as in `repo:octo-org/octo-repo:ref:refs/heads/main`, or the environment with its protection rules. Several values are better than a wildcard.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html"],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": "repo:octo-org/*" } }
                                                                            ^^^^^^^^^^^^^^^^^ `repo:octo-org/*` lets in several repositories, and every branch of them
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": ["repo:octo-org/a:ref:refs/heads/main", "repo:octo-org/b:*"] } }
                                                                                                                    ^^^^^^^^^^^^^^^^^^^ `repo:octo-org/b:*` lets in several branches, tags or pull requests
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringEquals": { "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:ref:refs/heads/main" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:environment:production" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringNotLike": { "token.actions.githubusercontent.com:sub": "repo:octo-org/sandbox:*" } }
}
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let Some((_, issuer)) = github(cx, statement).next() else { return };
    for (name, _, value) in subjects(statement, issuer) {
        let (subject, is_exact) = pattern(name, &value.value);
        if !is_exact || !subject.has_wildcard() {
            continue;
        }
        let text = value.value.text();
        let names_repository = subject.literal_prefix().splitn(3, ':').count() == 3;
        let meant = if names_repository {
            "branches, tags or pull requests"
        } else {
            "repositories, and every branch of them"
        };
        cx.report(value.span, format!("`{text}` lets in several {meant}"))
            .help("name the repository and the branch or environment");
    }
}
