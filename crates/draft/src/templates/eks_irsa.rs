//! Lets a service account of Kubernetes take a role.

use policy::tree::PolicyKind;

use super::parameter::{Listed, Need};
use super::shared_parameters::{ACCOUNT_ID, REGION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "eks-irsa",
    summary: "lets one service account of an EKS cluster take the role",
    kind: PolicyKind::Trust,
    parameters: &[
        Parameter {
            name: "oidc_id",
            meaning: "the id of the cluster's OIDC issuer: the last part of its URL",
            pattern: "[0-9A-F]{32}",
            form: "32 hexadecimal digits in capitals",
            need: Need::Required,
            example: "0123456789ABCDEF0123456789ABCDEF",
            listed: Listed::No,
        },
        Parameter {
            name: "namespace",
            meaning: "the namespace",
            pattern: "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?",
            form: "the name of a namespace: up to 63 lower-case letters, digits and hyphens",
            need: Need::Required,
            example: "orders",
            listed: Listed::No,
        },
        Parameter {
            name: "service_account",
            meaning: "the service account",
            pattern: "[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?",
            form: "the name of a service account: up to 253 lower-case letters, digits, hyphens and dots",
            need: Need::Required,
            example: "orders-api",
            listed: Listed::No,
        },
        Parameter { meaning: "the cluster's region", ..REGION },
        Parameter { meaning: "the cluster's account", ..ACCOUNT_ID },
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AssumeAsServiceAccount",
      "Effect": "Allow",
      "Principal": { "Federated": "arn:{{partition}}:iam::{{account_id}}:oidc-provider/oidc.eks.{{region}}.{{dns_suffix}}/id/{{oidc_id}}" },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "oidc.eks.{{region}}.{{dns_suffix}}/id/{{oidc_id}}:aud": "sts.amazonaws.com",
          "oidc.eks.{{region}}.{{dns_suffix}}/id/{{oidc_id}}:sub": "system:serviceaccount:{{namespace}}:{{service_account}}"
        }
      }
    }
  ]
}
"#,
    notes: &[
        Note::Always("it is a role's trust policy; what the pods may do stands in the role's other policies"),
        Note::Always("every pod that runs with the service account has the role: who may make pods in the namespace may use it"),
        Note::Always("the cluster's OIDC provider must exist in the account"),
    ],
    references: &[
        "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
    ],
    examples: &[
        Example {
            values: &[
                ("oidc_id", "0123456789ABCDEF0123456789ABCDEF"),
                ("namespace", "orders"),
                ("service_account", "orders-api"),
                ("region", "eu-west-1"),
                ("account_id", "111122223333"),
            ],
            allowed: &[
                Ask::of("sts:AssumeRoleWithWebIdentity", "arn:aws:iam::111122223333:role/app")
                    .by("arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF")
                    .with(&[
                        ("oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF:aud", "sts.amazonaws.com"),
                        ("oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF:sub", "system:serviceaccount:orders:orders-api"),
                    ]),
            ],
            denied: &[
                Ask::of("sts:AssumeRoleWithWebIdentity", "arn:aws:iam::111122223333:role/app")
                    .by("arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF")
                    .with(&[
                        ("oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF:aud", "sts.amazonaws.com"),
                        ("oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF:sub", "system:serviceaccount:default:orders-api"),
                    ]),
                Ask::of("sts:AssumeRoleWithWebIdentity", "arn:aws:iam::111122223333:role/app")
                    .by("arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF")
                    .with(&[
                        ("oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF:sub", "system:serviceaccount:orders:orders-api"),
                    ]),
            ],
        },
        Example {
            values: &[
                ("oidc_id", "0123456789ABCDEF0123456789ABCDEF"),
                ("namespace", "orders"),
                ("service_account", "orders-api"),
                ("region", "cn-north-1"),
                ("account_id", "111122223333"),
            ],
            allowed: &[
                Ask::of("sts:AssumeRoleWithWebIdentity", "arn:aws-cn:iam::111122223333:role/app")
                    .by("arn:aws-cn:iam::111122223333:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF0123456789ABCDEF")
                    .with(&[
                        ("oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF0123456789ABCDEF:aud", "sts.amazonaws.com"),
                        ("oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF0123456789ABCDEF:sub", "system:serviceaccount:orders:orders-api"),
                    ]),
            ],
            denied: &[
                Ask::of("sts:AssumeRoleWithWebIdentity", "arn:aws-cn:iam::111122223333:role/app")
                    .by("arn:aws-cn:iam::111122223333:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF0123456789ABCDEF")
                    .with(&[
                        ("oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF0123456789ABCDEF:aud", "sts.amazonaws.com"),
                        ("oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF0123456789ABCDEF:sub", "system:serviceaccount:orders:billing-api"),
                    ]),
            ],
        },
    ],
};
