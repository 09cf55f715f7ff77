//! Pushes images.

use policy::tree::PolicyKind;

use super::parameter::{Listed, Need};
use super::shared_parameters::{ACCOUNT_ID, REGION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "ecr-push",
    summary: "pushes images to a repository of ECR, and pulls them",
    kind: PolicyKind::Identity,
    parameters: &[
        Parameter {
            name: "repository_name",
            meaning: "the repository",
            pattern: "[a-z0-9][a-z0-9._/-]{0,254}[a-z0-9]",
            form: "the name of a repository: 2 to 256 lower-case letters, digits, dots, hyphens, underscores and slashes",
            need: Need::Required,
            example: "orders/api",
            listed: Listed::No,
        },
        Parameter { meaning: "the repository's region", ..REGION },
        Parameter { meaning: "the repository's account", ..ACCOUNT_ID },
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
      "Sid": "PushImages",
      "Effect": "Allow",
      "Action": [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart"
      ],
      "Resource": "arn:{{partition}}:ecr:{{region}}:{{account_id}}:repository/{{repository_name}}"
    }
  ]
}
"#,
    notes: &[
        Note::Always("`ecr:GetAuthorizationToken` cannot be limited; by itself it gives access to no image"),
        Note::Always("a tag can be moved to another image unless the repository's tags are immutable"),
        Note::Always("images can be neither deleted nor shared: `ecr:BatchDeleteImage` and `ecr:SetRepositoryPolicy` are not granted"),
    ],
    references: &[
        "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html",
    ],
    examples: &[
        Example {
            values: &[
                ("repository_name", "orders/api"),
                ("region", "eu-west-1"),
                ("account_id", "111122223333"),
            ],
            allowed: &[
                Ask::of("ecr:GetAuthorizationToken", "*"),
                Ask::of("ecr:PutImage", "arn:aws:ecr:eu-west-1:111122223333:repository/orders/api"),
            ],
            denied: &[
                Ask::of("ecr:PutImage", "arn:aws:ecr:eu-west-1:111122223333:repository/orders/web"),
                Ask::of(
                    "ecr:BatchDeleteImage",
                    "arn:aws:ecr:eu-west-1:111122223333:repository/orders/api",
                ),
            ],
        },
    ],
};
