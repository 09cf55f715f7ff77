//! What ECS needs to start a task.

use policy::tree::PolicyKind;

use super::parameter::{Listed, Need};
use super::shared_parameters::{ACCOUNT_ID, REGION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "ecs-task-execution",
    summary: "lets ECS pull a task's images, write its log, and hand over its secrets",
    kind: PolicyKind::Identity,
    parameters: &[
        Parameter { meaning: "the tasks' region", ..REGION },
        Parameter { meaning: "the account of the tasks and images", ..ACCOUNT_ID },
        Parameter {
            name: "repository_name",
            meaning: "the repository of the images; all of the account if left out",
            pattern: "[a-z0-9][a-z0-9._/-]{0,254}[a-z0-9]",
            form: "the name of a repository: 2 to 256 lower-case letters, digits, dots, hyphens, underscores and slashes",
            need: Need::Optional,
            example: "orders/api",
            listed: Listed::No,
        },
        Parameter {
            name: "log_group_prefix",
            meaning: "the beginning of the names of the log groups",
            pattern: "[A-Za-z0-9_./#-]{1,512}",
            form: "the beginning of a log group's name: letters, digits and characters of `_./#-`",
            need: Need::Default("/ecs/"),
            example: "/ecs/orders",
            listed: Listed::No,
        },
        Parameter {
            name: "secret_prefix",
            meaning: "the beginning of the names of secrets for containers; none are read if left out",
            pattern: "[A-Za-z0-9/_+=.@!-]{1,512}",
            form: "the beginning of a secret's name: letters, digits and characters of `/_+=.@!-`",
            need: Need::Optional,
            example: "prod/orders/",
            listed: Listed::No,
        },
        Parameter {
            name: "parameter_prefix",
            meaning: "the beginning of the names of SSM parameters for containers, without the first slash; none are read if left out",
            pattern: "[A-Za-z0-9_.-][A-Za-z0-9_./-]{0,511}",
            form: "the beginning of a parameter's name without its first slash: letters, digits and characters of `_./-`",
            need: Need::Optional,
            example: "prod/orders/",
            listed: Listed::No,
        },
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "LogInToRegistry",
      "Effect": "Allow",
      "Action": "ecr:GetAuthorizationToken",
      "Resource": "*"
    },
    {
      "Sid": "PullImages",
      "Effect": "Allow",
      "Action": ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      "Resource": "arn:{{partition}}:ecr:{{region}}:{{account_id}}:repository/{{repository_name}}",
      "OnlyWith": "repository_name"
    },
    {
      "Sid": "PullAnyImage",
      "Effect": "Allow",
      "Action": ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      "Resource": "arn:{{partition}}:ecr:{{region}}:{{account_id}}:repository/*",
      "OnlyWithout": "repository_name"
    },
    {
      "Sid": "WriteLogs",
      "Effect": "Allow",
      "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      "Resource": "arn:{{partition}}:logs:{{region}}:{{account_id}}:log-group:{{log_group_prefix}}*"
    },
    {
      "Sid": "ReadSecrets",
      "Effect": "Allow",
      "Action": "secretsmanager:GetSecretValue",
      "Resource": "arn:{{partition}}:secretsmanager:{{region}}:{{account_id}}:secret:{{secret_prefix}}*"
    },
    {
      "Sid": "ReadParameters",
      "Effect": "Allow",
      "Action": ["ssm:GetParameters", "ssm:GetParameter"],
      "Resource": "arn:{{partition}}:ssm:{{region}}:{{account_id}}:parameter/{{parameter_prefix}}*"
    }
  ]
}
"#,
    notes: &[
        Note::Always("it is for the task execution role, which ECS uses; what the program in the container may do stands in the task role"),
        Note::With("repository_name", "images are pulled from this repository only"),
        Note::Without("repository_name", "images can be pulled from every repository of the account in the region; `repository_name` limits it to one"),
        Note::With("secret_prefix", "every secret whose name begins with the prefix can be read"),
        Note::With("parameter_prefix", "every parameter whose name begins with the prefix can be read"),
        Note::Always("`ecr:GetAuthorizationToken` cannot be limited; by itself it gives access to no image"),
        Note::Always("secrets and parameters encrypted with a customer managed key also need `kms:Decrypt` on that key"),
    ],
    references: &[
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html",
    ],
    examples: &[
        Example {
            values: &[("region", "eu-west-1"), ("account_id", "111122223333")],
            allowed: &[
                Ask::of("ecr:GetAuthorizationToken", "*"),
                Ask::of("ecr:BatchGetImage", "arn:aws:ecr:eu-west-1:111122223333:repository/orders/api"),
                Ask::of(
                    "logs:PutLogEvents",
                    "arn:aws:logs:eu-west-1:111122223333:log-group:/ecs/orders:log-stream:one",
                ),
            ],
            denied: &[
                Ask::of(
                    "secretsmanager:GetSecretValue",
                    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/orders/db-AbC123",
                ),
                Ask::of("ecr:PutImage", "arn:aws:ecr:eu-west-1:111122223333:repository/orders/api"),
            ],
        },
        Example {
            values: &[
                ("region", "eu-west-1"),
                ("account_id", "111122223333"),
                ("repository_name", "orders/api"),
                ("log_group_prefix", "/ecs/orders"),
                ("secret_prefix", "prod/orders/"),
                ("parameter_prefix", "prod/orders/"),
            ],
            allowed: &[
                Ask::of("ecr:BatchGetImage", "arn:aws:ecr:eu-west-1:111122223333:repository/orders/api"),
                Ask::of(
                    "secretsmanager:GetSecretValue",
                    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/orders/db-AbC123",
                ),
                Ask::of(
                    "ssm:GetParameters",
                    "arn:aws:ssm:eu-west-1:111122223333:parameter/prod/orders/url",
                ),
            ],
            denied: &[
                Ask::of("ecr:BatchGetImage", "arn:aws:ecr:eu-west-1:111122223333:repository/billing/api"),
                Ask::of(
                    "secretsmanager:GetSecretValue",
                    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/billing/db-AbC123",
                ),
                Ask::of(
                    "ssm:GetParameters",
                    "arn:aws:ssm:eu-west-1:111122223333:parameter/prod/billing/url",
                ),
            ],
        },
    ],
};
