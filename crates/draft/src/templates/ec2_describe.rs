//! Looks at EC2.

use policy::tree::PolicyKind;

use super::parameter::{Need};
use super::shared_parameters::{REGION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "ec2-describe",
    summary: "looks at instances, images, volumes and networks of EC2",
    kind: PolicyKind::Identity,
    parameters: &[
        Parameter { meaning: "only in this region; in all if left out", need: Need::Optional, ..REGION },
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "DescribeInstancesAndNetworks",
      "Effect": "Allow",
      "Action": [
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeImages",
        "ec2:DescribeInstances",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeRegions",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSnapshots",
        "ec2:DescribeSubnets",
        "ec2:DescribeVolumes",
        "ec2:DescribeVpcs"
      ],
      "Resource": "*",
      "Condition": {
        "StringEquals": { "aws:RequestedRegion": "{{region}}" }
      }
    }
  ]
}
"#,
    notes: &[
        Note::Always("these actions cannot be limited to resources: all of the account can be seen"),
        Note::With("region", "only what is in the region can be seen"),
        Note::Without("region", "what is in any region can be seen; `region` limits it to one"),
        Note::Always("user data of instances, which may hold secrets, cannot be read: that needs `ec2:DescribeInstanceAttribute`"),
    ],
    references: &[
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-policies-for-amazon-ec2.html",
    ],
    examples: &[
        Example {
            values: &[],
            allowed: &[
                Ask::of("ec2:DescribeInstances", "*"),
                Ask::of("ec2:DescribeVpcs", "*").with(&[("aws:RequestedRegion", "us-east-1")]),
            ],
            denied: &[
                Ask::of(
                    "ec2:DescribeInstanceAttribute",
                    "arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0",
                ),
                Ask::of(
                    "ec2:StopInstances",
                    "arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0",
                ),
            ],
        },
        Example {
            values: &[("region", "eu-west-1")],
            allowed: &[
                Ask::of("ec2:DescribeInstances", "*").with(&[("aws:RequestedRegion", "eu-west-1")]),
            ],
            denied: &[
                Ask::of("ec2:DescribeInstances", "*").with(&[("aws:RequestedRegion", "us-east-1")]),
            ],
        },
    ],
};
