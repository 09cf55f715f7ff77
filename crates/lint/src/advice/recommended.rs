//! Conditions that are worth having, which no check asks for.
//!
//! Sources: the service authorization reference (which keys an action has) and the guides of the services named.

use policy::tree::PolicyKind::Identity;

use super::advise::{boundary, wanted};
use super::{About, Advice};

pub(super) const RECOMMENDED: &[Advice] = &[
    Advice {
        about: About::Actions(&["iam:CreateRole"]),
        kind: Identity,
        when: "where somebody else than an administrator makes roles",
        checks: &[],
        suggestion: "demand that every new role gets your permissions boundary",
        risk: "the holder makes a role with more permissions than its own, and uses it",
        conditions: &[boundary("the permissions boundary that the new role gets")],
        without: r#"{"Effect":"Allow","Action":"iam:CreateRole","Resource":"arn:aws:iam::111122223333:role/app/*"}"#,
    },
    Advice {
        about: About::Actions(&["iam:CreateUser"]),
        kind: Identity,
        when: "where somebody else than an administrator makes users",
        checks: &[],
        suggestion: "demand that every new user gets your permissions boundary",
        risk: "the holder makes a user with more permissions than its own, and uses it",
        conditions: &[boundary("the permissions boundary that the new user gets")],
        without: r#"{"Effect":"Allow","Action":"iam:CreateUser","Resource":"arn:aws:iam::111122223333:user/app/*"}"#,
    },
    Advice {
        about: About::Actions(&["iam:PutUserPermissionsBoundary", "iam:PutRolePermissionsBoundary"]),
        kind: Identity,
        when: "where somebody else than an administrator sets boundaries",
        checks: &[],
        suggestion: "demand that the boundary that is set is yours",
        risk: "a wider boundary takes away what holds the user or role back",
        conditions: &[boundary("the permissions boundary that is set")],
        without: r#"{"Effect":"Allow","Action":"iam:PutUserPermissionsBoundary","Resource":"arn:aws:iam::111122223333:user/app-ci"}"#,
    },
    Advice {
        about: About::Actions(&["kms:CreateGrant"]),
        kind: Identity,
        when: "where AWS services make the grants",
        checks: &[],
        suggestion: "let grants be made only by AWS services on the caller's behalf",
        risk: "a grant opens the key to anybody, and no policy shows it",
        conditions: &[wanted(
            "Bool",
            "kms:GrantIsForAWSResource",
            "true",
            "an AWS service asks for the grant on behalf of the caller",
        )],
        without: r#"{"Effect":"Allow","Action":"kms:CreateGrant","Resource":"arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"}"#,
    },
    Advice {
        about: About::Actions(&["secretsmanager:GetSecretValue"]),
        kind: Identity,
        when: "where secrets are named by a pattern",
        checks: &[],
        suggestion: "name the secret, or hold the secrets to a tag of the caller",
        risk: "the holder reads the passwords and keys of others",
        conditions: &[wanted(
            "StringEquals",
            "secretsmanager:ResourceTag/team",
            "${aws:PrincipalTag/team}",
            "the tag of the secret",
        )],
        without: r#"{"Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":"arn:aws:secretsmanager:us-east-1:111122223333:secret:shop/*"}"#,
    },
    Advice {
        about: About::Actions(&["lambda:CreateFunctionUrlConfig", "lambda:UpdateFunctionUrlConfig"]),
        kind: Identity,
        when: "wherever it is allowed",
        checks: &[],
        suggestion: "demand that function URLs ask for IAM credentials",
        risk: "a URL without them lets everyone on the internet call the function",
        conditions: &[wanted(
            "StringEquals",
            "lambda:FunctionUrlAuthType",
            "AWS_IAM",
            "how the URL knows its callers",
        )],
        without: r#"{"Effect":"Allow","Action":"lambda:CreateFunctionUrlConfig","Resource":"arn:aws:lambda:us-east-1:111122223333:function:shop"}"#,
    },
    Advice {
        about: About::Actions(&["s3:PutBucketAcl", "s3:PutObjectAcl"]),
        kind: Identity,
        when: "wherever it is allowed",
        checks: &[],
        suggestion: "allow only the canned list `private`, or leave lists off altogether",
        risk: "a list can open a bucket or an object to everyone",
        conditions: &[wanted(
            "StringEquals",
            "s3:x-amz-acl",
            "private",
            "the canned access control list in the request",
        )],
        without: r#"{"Effect":"Allow","Action":"s3:PutObjectAcl","Resource":"arn:aws:s3:::acme-reports/*"}"#,
    },
    Advice {
        about: About::Actions(&["ssm:StartSession"]),
        kind: Identity,
        when: "wherever it is allowed",
        checks: &[],
        suggestion: "demand that the session document is checked too, and name the document and the instances",
        risk: "without it a caller may start a session by a document that the policy does not name",
        conditions: &[wanted(
            "BoolIfExists",
            "ssm:SessionDocumentAccessCheck",
            "true",
            "the caller must be allowed to use the session document",
        )],
        without: r#"{"Effect":"Allow","Action":"ssm:StartSession","Resource":["arn:aws:ec2:us-east-1:111122223333:instance/i-0123456789abcdef0","arn:aws:ssm:us-east-1:111122223333:document/SSM-SessionManagerRunShell"]}"#,
    },
    Advice {
        about: About::Actions(&["s3:*"]),
        kind: Identity,
        when: "where buckets of other accounts are not meant",
        checks: &[],
        suggestion: "hold the buckets to the account of the caller",
        risk: "a bucket of a stranger that has the name of one of yours takes your data, or gives you its own",
        conditions: &[wanted(
            "StringEquals",
            "s3:ResourceAccount",
            "${aws:PrincipalAccount}",
            "the account that owns the bucket",
        )],
        without: r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::acme-reports/*"}"#,
    },
];
