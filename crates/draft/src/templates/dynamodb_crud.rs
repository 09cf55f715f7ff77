//! Reads and writes the items of a table.

use policy::tree::PolicyKind;

use super::parameter::{Listed, Need};
use super::shared_parameters::{ACCOUNT_ID, REGION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "dynamodb-crud",
    summary: "reads and writes the items of a DynamoDB table and queries its indexes",
    kind: PolicyKind::Identity,
    parameters: &[
        Parameter {
            name: "table_name",
            meaning: "the table",
            pattern: "[A-Za-z0-9_.-]{3,255}",
            form: "the name of a table: 3 to 255 letters, digits, underscores, dots and hyphens",
            need: Need::Required,
            example: "orders",
            listed: Listed::No,
        },
        Parameter { meaning: "the table's region", ..REGION },
        Parameter { meaning: "the table's account", ..ACCOUNT_ID },
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ReadAndWriteItems",
      "Effect": "Allow",
      "Action": [
        "dynamodb:BatchGetItem",
        "dynamodb:BatchWriteItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:DeleteItem",
        "dynamodb:DescribeTable",
        "dynamodb:DescribeTimeToLive",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem"
      ],
      "Resource": "arn:{{partition}}:dynamodb:{{region}}:{{account_id}}:table/{{table_name}}"
    },
    {
      "Sid": "QueryItems",
      "Effect": "Allow",
      "Action": ["dynamodb:Query", "dynamodb:Scan"],
      "Resource": [
        "arn:{{partition}}:dynamodb:{{region}}:{{account_id}}:table/{{table_name}}",
        "arn:{{partition}}:dynamodb:{{region}}:{{account_id}}:table/{{table_name}}/index/*"
      ]
    }
  ]
}
"#,
    notes: &[
        Note::Always("every item and every attribute of the table can be read, changed and deleted; `dynamodb:LeadingKeys` in a condition would limit it to some"),
        Note::Always("the table itself can be described, and neither changed nor deleted nor exported"),
        Note::Always("a table encrypted with a customer managed key also needs permissions for that key, which are not part of it"),
    ],
    references: &[
        "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/using-identity-based-policies.html",
    ],
    examples: &[
        Example {
            values: &[("table_name", "orders"), ("region", "eu-west-1"), ("account_id", "111122223333")],
            allowed: &[
                Ask::of("dynamodb:PutItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"),
                Ask::of(
                    "dynamodb:Query",
                    "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/by-customer",
                ),
            ],
            denied: &[
                Ask::of("dynamodb:DeleteTable", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"),
                Ask::of(
                    "dynamodb:GetItem",
                    "arn:aws:dynamodb:eu-west-1:111122223333:table/orders-archive",
                ),
                Ask::of("dynamodb:GetItem", "arn:aws:dynamodb:eu-central-1:111122223333:table/orders"),
            ],
        },
    ],
};
