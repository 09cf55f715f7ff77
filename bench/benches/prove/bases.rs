//! Policies as people have them, of many shapes, from which pairs are made.

use serde_json::{Value, json};

pub(crate) fn bases() -> Vec<Value> {
    let statements = [
        // Reading of one bucket.
        json!([
            {"Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetBucketLocation"], "Resource": "arn:aws:s3:::reports"},
            {"Effect": "Allow", "Action": ["s3:GetObject", "s3:GetObjectVersion"], "Resource": "arn:aws:s3:::reports/*"}
        ]),
        // A home folder under a prefix.
        json!([
            {"Effect": "Allow", "Action": ["s3:ListAllMyBuckets", "s3:GetBucketLocation"], "Resource": "*"},
            {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::homes",
             "Condition": {"StringLike": {"s3:prefix": ["", "home/", "home/ann/*"]}}},
            {"Effect": "Allow", "Action": "s3:*Object", "Resource": "arn:aws:s3:::homes/home/ann/*"}
        ]),
        // Machines of a department, in one region.
        json!([
            {"Effect": "Allow", "Action": ["ec2:StartInstances", "ec2:StopInstances", "ec2:RebootInstances"],
             "Resource": "arn:aws:ec2:*:123456789012:instance/*",
             "Condition": {"StringEquals": {"aws:ResourceTag/Department": ["Data", "Audit"], "aws:RequestedRegion": "eu-west-1"}}},
            {"Effect": "Allow", "Action": "ec2:Describe*", "Resource": "*"}
        ]),
        // Everything, but from the office's networks only.
        json!([
            {"Effect": "Allow", "Action": "*", "Resource": "*"},
            {"Effect": "Deny", "Action": "*", "Resource": "*",
             "Condition": {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24", "198.51.100.0/24"]}, "Bool": {"aws:ViaAWSService": "false"}}}
        ]),
        // One's own credentials, and nothing else without a second factor.
        json!([
            {"Effect": "Allow", "Action": ["iam:ListVirtualMFADevices", "iam:GetAccountPasswordPolicy"], "Resource": "*"},
            {"Effect": "Allow", "Action": ["iam:ChangePassword", "iam:GetUser", "iam:CreateAccessKey", "iam:DeleteAccessKey"],
             "Resource": "arn:aws:iam::123456789012:user/ann"},
            {"Effect": "Deny", "NotAction": ["iam:ChangePassword", "iam:GetUser", "iam:ListVirtualMFADevices"], "Resource": "*",
             "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}}
        ]),
        // All but the management of people.
        json!([
            {"Effect": "Allow", "NotAction": ["iam:*", "organizations:*", "account:*"], "Resource": "*"},
            {"Effect": "Allow", "Action": ["iam:CreateServiceLinkedRole", "iam:List*", "organizations:Describe*"], "Resource": "*"}
        ]),
        // Rows and columns of a table.
        json!([
            {"Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:UpdateItem"],
             "Resource": ["arn:aws:dynamodb:eu-west-1:123456789012:table/Scores"],
             "Condition": {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["ann", "bob"], "dynamodb:Attributes": ["User", "Score"]},
                           "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}}}
        ]),
        // Regions that may be used, but for global services.
        json!([
            {"Effect": "Allow", "Action": ["ec2:*", "rds:*", "lambda:*", "s3:*"], "Resource": "*"},
            {"Effect": "Deny", "NotAction": ["cloudfront:*", "iam:*", "route53:*", "support:*", "s3:ListAllMyBuckets"], "Resource": "*",
             "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1", "eu-west-1", "eu-west-3"]}}}
        ]),
        // Tags must be given.
        json!([
            {"Effect": "Allow", "Action": "ec2:RunInstances",
             "Resource": ["arn:aws:ec2:*:*:subnet/*", "arn:aws:ec2:*::image/ami-*", "arn:aws:ec2:*:*:network-interface/*",
                          "arn:aws:ec2:*:*:security-group/*", "arn:aws:ec2:*:*:key-pair/*", "arn:aws:ec2:*:*:volume/*"]},
            {"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "arn:aws:ec2:*:*:instance/*",
             "Condition": {"StringEquals": {"aws:RequestTag/stage": ["beta", "live"], "ec2:InstanceType": ["t3.small", "t3.large"]},
                           "ForAnyValue:StringEquals": {"aws:TagKeys": ["stage", "owner"]}}},
            {"Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "arn:aws:ec2:*:*:*/*",
             "Condition": {"StringEquals": {"ec2:CreateAction": "RunInstances"}}}
        ]),
        // A pipeline of several services.
        json!([
            {"Effect": "Allow", "Action": ["lambda:InvokeFunction", "lambda:GetFunction*", "lambda:UpdateFunctionCode"],
             "Resource": ["arn:aws:lambda:eu-west-1:123456789012:function:ingest-*", "arn:aws:lambda:eu-west-1:123456789012:function:report-*:live"]},
            {"Effect": "Allow", "Action": ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"], "Resource": "arn:aws:sqs:*:123456789012:jobs-*"},
            {"Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "arn:aws:kms:*:123456789012:key/*",
             "Condition": {"StringLike": {"kms:ViaService": ["s3.*.amazonaws.com", "sqs.*.amazonaws.com"]}}},
            {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::123456789012:role/ingest-*",
             "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}},
            {"Effect": "Deny", "Action": ["lambda:Delete*", "sqs:Purge*"], "Resource": "*"}
        ]),
        // Days, hours, sizes and numbers.
        json!([
            {"Effect": "Allow", "Action": ["rds:*DBInstance", "rds:*DBSnapshot"], "Resource": "arn:aws:rds:*:123456789012:db:test-*",
             "Condition": {"DateGreaterThan": {"aws:CurrentTime": "2026-04-01T00:00:00Z"}, "DateLessThan": {"aws:CurrentTime": "2026-06-30T23:59:59Z"}}},
            {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::dumps",
             "Condition": {"NumericLessThanEquals": {"s3:max-keys": "10"}}},
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::*:role/Break*",
             "Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}, "Null": {"aws:SourceVpc": "true"}}}
        ]),
        // A fence: only encrypted, only of the organisation, never some paths.
        json!([
            {"Effect": "Allow", "Action": ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"], "NotResource": ["arn:aws:s3:::vault/*", "arn:aws:s3:::audit-*/*"]},
            {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*",
             "Condition": {"StringNotEqualsIfExists": {"s3:x-amz-server-side-encryption": "aws:kms"}}},
            {"Effect": "Deny", "Action": "s3:*", "Resource": "*",
             "Condition": {"StringNotEquals": {"aws:ResourceOrgID": "o-1a2b3c4d5e"}, "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Backup*"}}},
            {"Effect": "Deny", "Action": "s3:DeleteObject*", "Resource": "arn:aws:s3:::*/keep/*"}
        ]),
    ];
    statements
        .into_iter()
        .map(|statements| json!({"Version": "2012-10-17", "Statement": statements}))
        .collect()
}
