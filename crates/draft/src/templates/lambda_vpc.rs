//! What a Lambda function needs that runs in a VPC.

use policy::tree::PolicyKind;

use super::parameter::{Listed, Need};
use super::shared_parameters::{ACCOUNT_ID, FUNCTION_NAME, REGION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "lambda-vpc",
    summary: "lets Lambda make the network interfaces of a function in a VPC, and keeps the function's code from doing so",
    kind: PolicyKind::Identity,
    parameters: &[
        FUNCTION_NAME,
        Parameter {
            name: "vpc_id",
            meaning: "the VPC",
            pattern: "vpc-(?:[0-9a-f]{8}|[0-9a-f]{17})",
            form: "the id of a VPC",
            need: Need::Required,
            example: "vpc-0123456789abcdef0",
            listed: Listed::No,
        },
        Parameter { meaning: "the function's region", ..REGION },
        Parameter { meaning: "the function's account", ..ACCOUNT_ID },
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "SeeNetworks",
      "Effect": "Allow",
      "Action": ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
      "Resource": "*",
      "Condition": {
        "StringEquals": { "aws:RequestedRegion": "{{region}}" }
      }
    },
    {
      "Sid": "CreateInterfacesInVpc",
      "Effect": "Allow",
      "Action": "ec2:CreateNetworkInterface",
      "Resource": [
        "arn:{{partition}}:ec2:{{region}}:{{account_id}}:subnet/*",
        "arn:{{partition}}:ec2:{{region}}:{{account_id}}:security-group/*"
      ],
      "Condition": {
        "ArnEquals": { "ec2:Vpc": "arn:{{partition}}:ec2:{{region}}:{{account_id}}:vpc/{{vpc_id}}" }
      }
    },
    {
      "Sid": "ManageInterfaces",
      "Effect": "Allow",
      "Action": [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:UnassignPrivateIpAddresses"
      ],
      "Resource": "arn:{{partition}}:ec2:{{region}}:{{account_id}}:network-interface/*"
    },
    {
      "Sid": "NotByTheFunctionItself",
      "Effect": "Deny",
      "Action": [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:UnassignPrivateIpAddresses"
      ],
      "Resource": "*",
      "Condition": {
        "ArnEquals": { "lambda:SourceFunctionArn": "arn:{{partition}}:lambda:{{region}}:{{account_id}}:function:{{function_name}}" }
      }
    }
  ]
}
"#,
    notes: &[
        Note::Always("it is for the function's execution role, beside what the function does; logs are in `lambda-basic-execution`"),
        Note::Always("interfaces can only be made in subnets and with security groups of the VPC"),
        Note::Always("Lambda itself may delete any network interface of the account in the region: it needs this for all, since their ids are not known before"),
        Note::Always("the role's other users than this function's code are not denied; give each function a role of its own"),
    ],
    references: &[
        "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
    ],
    examples: &[
        Example {
            values: &[
                ("function_name", "orders-api"),
                ("vpc_id", "vpc-0123456789abcdef0"),
                ("region", "eu-west-1"),
                ("account_id", "111122223333"),
            ],
            allowed: &[
                Ask::of(
                    "ec2:CreateNetworkInterface",
                    "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-0a",
                )
                    .with(&[("ec2:Vpc", "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0123456789abcdef0")]),
                Ask::of(
                    "ec2:DeleteNetworkInterface",
                    "arn:aws:ec2:eu-west-1:111122223333:network-interface/eni-0a",
                ),
            ],
            denied: &[
                Ask::of(
                    "ec2:CreateNetworkInterface",
                    "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-0b",
                )
                    .with(&[("ec2:Vpc", "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0fedcba9876543210")]),
                Ask::of(
                    "ec2:DeleteNetworkInterface",
                    "arn:aws:ec2:eu-west-1:111122223333:network-interface/eni-0a",
                )
                    .with(&[
                        ("lambda:SourceFunctionArn", "arn:aws:lambda:eu-west-1:111122223333:function:orders-api"),
                    ]),
            ],
        },
    ],
};
