//! Writes logs.

use policy::tree::PolicyKind;

use super::parameter::{Listed, Need};
use super::shared_parameters::{ACCOUNT_ID, REGION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "cloudwatch-logs",
    summary: "writes to the log groups whose names begin with a prefix",
    kind: PolicyKind::Identity,
    parameters: &[
        Parameter {
            name: "log_group_prefix",
            meaning: "the beginning of the names of log groups",
            pattern: "[A-Za-z0-9_./#-]{1,512}",
            form: "the beginning of a log group's name: letters, digits and characters of `_./#-`",
            need: Need::Required,
            example: "/acme/orders",
            listed: Listed::No,
        },
        Parameter { meaning: "the log groups's region", ..REGION },
        Parameter { meaning: "the log groups's account", ..ACCOUNT_ID },
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "WriteLogs",
      "Effect": "Allow",
      "Action": [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:DescribeLogStreams",
        "logs:PutLogEvents"
      ],
      "Resource": "arn:{{partition}}:logs:{{region}}:{{account_id}}:log-group:{{log_group_prefix}}*"
    },
    {
      "Sid": "FindLogGroups",
      "Effect": "Allow",
      "Action": "logs:DescribeLogGroups",
      "Resource": "*"
    }
  ]
}
"#,
    notes: &[
        Note::Always("`logs:DescribeLogGroups` cannot be limited to log groups: the names of all of the account can be listed"),
        Note::Always("what is logged cannot be read, and log groups and streams cannot be deleted"),
        Note::Always("a prefix also takes in groups whose names go on: `/acme/orders` means `/acme/orders-api` as well"),
    ],
    references: &[
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html",
    ],
    examples: &[
        Example {
            values: &[
                ("log_group_prefix", "/acme/orders"),
                ("region", "eu-west-1"),
                ("account_id", "111122223333"),
            ],
            allowed: &[
                Ask::of(
                    "logs:PutLogEvents",
                    "arn:aws:logs:eu-west-1:111122223333:log-group:/acme/orders-api:log-stream:one",
                ),
                Ask::of("logs:DescribeLogGroups", "*"),
            ],
            denied: &[
                Ask::of(
                    "logs:GetLogEvents",
                    "arn:aws:logs:eu-west-1:111122223333:log-group:/acme/orders-api:log-stream:one",
                ),
                Ask::of(
                    "logs:DeleteLogGroup",
                    "arn:aws:logs:eu-west-1:111122223333:log-group:/acme/orders-api",
                ),
                Ask::of(
                    "logs:PutLogEvents",
                    "arn:aws:logs:eu-west-1:111122223333:log-group:/acme/billing:log-stream:one",
                ),
            ],
        },
    ],
};
