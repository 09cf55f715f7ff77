//! The subject of a GitHub Actions token begins with what an outsider can choose.

use policy::Severity;
use policy::tree::Statement;

use crate::oidc::{github, subjects};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "github-oidc-abusable-claims",
    aliases: &[],
    summary: "the subject of a GitHub Actions token begins with a claim that anybody can choose",
    category: Category::Exposure,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
A repository can choose which claims its subjects are made of. The names of workflows, environments, branches and contexts are free, and may hold colons: whoever calls an environment `prod:repo:octo-org/octo-repo` gets the subject `environment:prod:repo:octo-org/octo-repo` in a repository of their own.
",
    fix: r"
Begin the subject with a claim that GitHub vouches for, such as `repo` or `repository_id`.
",
    references: &[
        "https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/about-security-hardening-with-openid-connect",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringEquals": { "token.actions.githubusercontent.com:sub": "environment:prod:repo:octo-org/octo-repo" } }
                                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ any repository can have a token whose subject begins with `environment:`
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": "ref:refs/heads/main:*" } }
                                                                            ^^^^^^^^^^^^^^^^^^^^^^^ any repository can have a token whose subject begins with `ref:`
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringEquals": { "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:environment:prod" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringEquals": { "token.actions.githubusercontent.com:sub": "repository_id:123456:environment:prod" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": { "StringNotLike": { "token.actions.githubusercontent.com:sub": "environment:dev*" } }
}
"#,
    ],
    run: Run::Statement(run),
};

/// Claims whose values a repository's owner is free to choose.
///
/// Source: `CKV_AWS_358` of checkov
const FREE: [&str; 6] = ["workflow", "environment", "ref", "context", "head_ref", "base_ref"];

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let Some((_, issuer)) = github(cx, statement).next() else { return };
    for (_, _, value) in subjects(statement, issuer) {
        let text = value.value.text();
        let Some((claim, _)) = text.split_once(':').filter(|(claim, _)| FREE.contains(claim)) else {
            continue;
        };
        cx.report(
            value.span,
            format!("any repository can have a token whose subject begins with `{claim}:`"),
        )
        .help("begin with a claim that GitHub vouches for, such as `repo:octo-org/octo-repo`");
    }
}
