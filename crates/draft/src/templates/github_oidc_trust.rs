//! Lets GitHub Actions take a role.

use policy::tree::PolicyKind;

use super::parameter::{Listed, Need};
use super::shared_parameters::{ACCOUNT_ID, PARTITION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "github-oidc-trust",
    summary: "lets the GitHub Actions of one repository take the role, on one branch, tag or environment",
    kind: PolicyKind::Trust,
    parameters: &[
        Parameter { meaning: "the role's account", ..ACCOUNT_ID },
        Parameter {
            name: "owner",
            meaning: "the user or organization on GitHub",
            pattern: "[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}",
            form: "the name of a user or organization: up to 39 letters and digits with single hyphens between them",
            need: Need::Required,
            example: "acme",
            listed: Listed::No,
        },
        Parameter {
            name: "repository",
            meaning: "the repository",
            pattern: "[A-Za-z0-9_.-]{1,100}",
            form: "the name of a repository: up to 100 letters, digits and characters of `_.-`",
            need: Need::Required,
            example: "orders",
            listed: Listed::No,
        },
        Parameter {
            name: "subject",
            meaning: "what the workflow runs for, as the token says it",
            pattern: "ref:refs/(?:heads|tags)/[A-Za-z0-9_./-]{1,200}|environment:[A-Za-z0-9_.-]{1,200}",
            form: "`ref:refs/heads/BRANCH`, `ref:refs/tags/TAG` or `environment:NAME`",
            need: Need::Default("ref:refs/heads/main"),
            example: "environment:production",
            listed: Listed::No,
        },
        PARTITION,
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AssumeFromWorkflow",
      "Effect": "Allow",
      "Principal": { "Federated": "arn:{{partition}}:iam::{{account_id}}:oidc-provider/token.actions.githubusercontent.com" },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": "repo:{{owner}}/{{repository}}:{{subject}}"
        }
      }
    }
  ]
}
"#,
    notes: &[
        Note::Always("it is a role's trust policy; what the workflow may do stands in the role's other policies"),
        Note::Always("whoever can push to the branch or tag, or deploy to the environment, can use the role: protect it on GitHub"),
        Note::Always("pull requests and other branches are refused"),
        Note::Always("GitHub's OIDC provider must exist in the account, and the repository must use the default form of the subject"),
    ],
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
    ],
    examples: &[
        Example {
            values: &[("account_id", "111122223333"), ("owner", "acme"), ("repository", "orders")],
            allowed: &[
                Ask::of("sts:AssumeRoleWithWebIdentity", "arn:aws:iam::111122223333:role/app")
                    .by("arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com")
                    .with(&[
                        ("token.actions.githubusercontent.com:aud", "sts.amazonaws.com"),
                        ("token.actions.githubusercontent.com:sub", "repo:acme/orders:ref:refs/heads/main"),
                    ]),
            ],
            denied: &[
                Ask::of("sts:AssumeRoleWithWebIdentity", "arn:aws:iam::111122223333:role/app")
                    .by("arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com")
                    .with(&[
                        ("token.actions.githubusercontent.com:aud", "sts.amazonaws.com"),
                        ("token.actions.githubusercontent.com:sub", "repo:acme/orders:pull_request"),
                    ]),
                Ask::of("sts:AssumeRoleWithWebIdentity", "arn:aws:iam::111122223333:role/app")
                    .by("arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com")
                    .with(&[
                        ("token.actions.githubusercontent.com:aud", "sts.amazonaws.com"),
                        ("token.actions.githubusercontent.com:sub", "repo:acme/orders-fork:ref:refs/heads/main"),
                    ]),
            ],
        },
        Example {
            values: &[
                ("account_id", "111122223333"),
                ("owner", "acme"),
                ("repository", "orders"),
                ("subject", "environment:production"),
            ],
            allowed: &[
                Ask::of("sts:AssumeRoleWithWebIdentity", "arn:aws:iam::111122223333:role/app")
                    .by("arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com")
                    .with(&[
                        ("token.actions.githubusercontent.com:aud", "sts.amazonaws.com"),
                        ("token.actions.githubusercontent.com:sub", "repo:acme/orders:environment:production"),
                    ]),
            ],
            denied: &[
                Ask::of("sts:AssumeRoleWithWebIdentity", "arn:aws:iam::111122223333:role/app")
                    .by("arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com")
                    .with(&[
                        ("token.actions.githubusercontent.com:aud", "sts.amazonaws.com"),
                        ("token.actions.githubusercontent.com:sub", "repo:acme/orders:ref:refs/heads/main"),
                    ]),
            ],
        },
    ],
};
