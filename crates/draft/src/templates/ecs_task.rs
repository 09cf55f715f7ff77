//! Lets tasks of ECS take a role.

use policy::tree::PolicyKind;

use super::shared_parameters::{ACCOUNT_ID, REGION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "ecs-task",
    summary: "lets the tasks of ECS in one account and region take the role",
    kind: PolicyKind::Trust,
    parameters: &[
        Parameter { meaning: "the tasks's region", ..REGION },
        Parameter { meaning: "the tasks's account", ..ACCOUNT_ID },
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AssumeAsTask",
      "Effect": "Allow",
      "Principal": { "Service": "ecs-tasks.amazonaws.com" },
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": { "aws:SourceAccount": "{{account_id}}" },
        "ArnLike": { "aws:SourceArn": "arn:{{partition}}:ecs:{{region}}:{{account_id}}:*" }
      }
    }
  ]
}
"#,
    notes: &[
        Note::Always("it is a role's trust policy; what the tasks may do stands in the role's other policies"),
        Note::Always("it suits task roles and task execution roles"),
        Note::Always("any task of the account in the region whose definition names the role can take it; whoever writes the definition needs `iam:PassRole` for the role"),
        Note::Always("the conditions keep ECS from using the role for another account"),
    ],
    references: &[
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
    ],
    examples: &[
        Example {
            values: &[("region", "eu-west-1"), ("account_id", "111122223333")],
            allowed: &[
                Ask::of("sts:AssumeRole", "arn:aws:iam::111122223333:role/app")
                    .by("ecs-tasks.amazonaws.com")
                    .with(&[
                        ("aws:SourceAccount", "111122223333"),
                        ("aws:SourceArn", "arn:aws:ecs:eu-west-1:111122223333:task/orders/1"),
                    ]),
            ],
            denied: &[
                Ask::of("sts:AssumeRole", "arn:aws:iam::111122223333:role/app")
                    .by("ecs-tasks.amazonaws.com")
                    .with(&[
                        ("aws:SourceAccount", "444455556666"),
                        ("aws:SourceArn", "arn:aws:ecs:eu-west-1:444455556666:task/x/1"),
                    ]),
                Ask::of("sts:AssumeRole", "arn:aws:iam::111122223333:role/app")
                    .by("ec2.amazonaws.com")
                    .with(&[
                        ("aws:SourceAccount", "111122223333"),
                        ("aws:SourceArn", "arn:aws:ecs:eu-west-1:111122223333:task/orders/1"),
                    ]),
            ],
        },
    ],
};
