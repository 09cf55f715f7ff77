//! Reads how an account is set up.

use policy::tree::PolicyKind;

use super::shared_parameters::{ACCOUNT_ID, PARTITION};
use super::{Ask, Example, Note, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "read-only-auditor",
    summary: "reads how an account's permissions, networks, logs and storage are set up, and none of its data",
    kind: PolicyKind::Identity,
    parameters: &[
        ACCOUNT_ID,
        PARTITION,
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ReadPermissions",
      "Effect": "Allow",
      "Action": [
        "iam:GetGroupPolicy",
        "iam:GetPolicy",
        "iam:GetPolicyVersion",
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:GetUser",
        "iam:GetUserPolicy",
        "iam:ListAttachedGroupPolicies",
        "iam:ListAttachedRolePolicies",
        "iam:ListAttachedUserPolicies",
        "iam:ListGroupPolicies",
        "iam:ListGroupsForUser",
        "iam:ListRolePolicies",
        "iam:ListUserPolicies"
      ],
      "Resource": [
        "arn:{{partition}}:iam::{{account_id}}:group/*",
        "arn:{{partition}}:iam::{{account_id}}:role/*",
        "arn:{{partition}}:iam::{{account_id}}:user/*",
        "arn:{{partition}}:iam::{{account_id}}:policy/*",
        "arn:{{partition}}:iam::aws:policy/*"
      ]
    },
    {
      "Sid": "ListWhatThereIs",
      "Effect": "Allow",
      "Action": [
        "access-analyzer:ListAnalyzers",
        "cloudtrail:DescribeTrails",
        "cloudtrail:ListTrails",
        "config:DescribeDeliveryChannels",
        "ec2:DescribeFlowLogs",
        "ec2:DescribeInstances",
        "ec2:DescribeNetworkAcls",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
        "iam:GenerateCredentialReport",
        "iam:GetAccountAuthorizationDetails",
        "iam:GetAccountPasswordPolicy",
        "iam:GetAccountSummary",
        "iam:GetCredentialReport",
        "iam:ListGroups",
        "iam:ListPolicies",
        "iam:ListRoles",
        "iam:ListUsers",
        "kms:ListKeys",
        "lambda:ListFunctions",
        "rds:DescribeDBInstances",
        "s3:GetAccountPublicAccessBlock",
        "s3:ListAllMyBuckets",
        "secretsmanager:ListSecrets"
      ],
      "Resource": "*"
    },
    {
      "Sid": "ReadBucketSettings",
      "Effect": "Allow",
      "Action": [
        "s3:GetBucketAcl",
        "s3:GetBucketLogging",
        "s3:GetBucketPolicy",
        "s3:GetBucketPolicyStatus",
        "s3:GetBucketPublicAccessBlock",
        "s3:GetBucketVersioning",
        "s3:GetEncryptionConfiguration"
      ],
      "Resource": "arn:{{partition}}:s3:::*",
      "Condition": {
        "StringEquals": { "aws:ResourceAccount": "{{account_id}}" }
      }
    },
    {
      "Sid": "ReadKeysAndTrails",
      "Effect": "Allow",
      "Action": [
        "cloudtrail:GetEventSelectors",
        "cloudtrail:GetTrailStatus",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus"
      ],
      "Resource": [
        "arn:{{partition}}:cloudtrail:*:{{account_id}}:trail/*",
        "arn:{{partition}}:kms:*:{{account_id}}:key/*"
      ]
    }
  ]
}
"#,
    notes: &[
        Note::Always("no objects, items, messages, logs or values of secrets can be read; names of buckets, keys, functions, databases and secrets can"),
        Note::Always("nothing can be changed, but for the credential report, which is made anew"),
        Note::Always("`lambda:ListFunctions` shows the environment variables of functions, in which secrets should not stand"),
    ],
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html",
    ],
    examples: &[
        Example {
            values: &[("account_id", "111122223333")],
            allowed: &[
                Ask::of("iam:GetRolePolicy", "arn:aws:iam::111122223333:role/app"),
                Ask::of("s3:GetBucketPolicy", "arn:aws:s3:::acme-reports"),
                Ask::of("ec2:DescribeSecurityGroups", "*"),
            ],
            denied: &[
                Ask::of("s3:GetObject", "arn:aws:s3:::acme-reports/a.pdf"),
                Ask::of(
                    "secretsmanager:GetSecretValue",
                    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbC123",
                ),
                Ask::of("iam:PutRolePolicy", "arn:aws:iam::111122223333:role/app"),
            ],
        },
    ],
};
