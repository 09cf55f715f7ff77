//! Connects to a database with IAM.

use policy::tree::PolicyKind;

use super::parameter::{Listed, Need};
use super::shared_parameters::{ACCOUNT_ID, REGION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "rds-iam-connect",
    summary: "connects to an RDS or Aurora database as one database user, without a password",
    kind: PolicyKind::Identity,
    parameters: &[
        Parameter {
            name: "db_resource_id",
            meaning: "the database",
            pattern: "(?:db|cluster|prx)-[A-Za-z0-9]{1,64}",
            form: "the resource id of an instance, cluster or proxy, not its name",
            need: Need::Required,
            example: "db-ABCDEFGHIJKL01234",
            listed: Listed::No,
        },
        Parameter {
            name: "db_user",
            meaning: "the user in the database",
            pattern: "[A-Za-z_][A-Za-z0-9_$.-]{0,62}",
            form: "the name of a database user: letters, digits and characters of `_$.-`",
            need: Need::Required,
            example: "orders_app",
            listed: Listed::No,
        },
        Parameter { meaning: "the database's region", ..REGION },
        Parameter { meaning: "the database's account", ..ACCOUNT_ID },
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ConnectAsUser",
      "Effect": "Allow",
      "Action": "rds-db:connect",
      "Resource": "arn:{{partition}}:rds-db:{{region}}:{{account_id}}:dbuser:{{db_resource_id}}/{{db_user}}"
    }
  ]
}
"#,
    notes: &[
        Note::Always("what the user may do is decided by grants in the database"),
        Note::Always("the database must have IAM authentication enabled, and the user must be set up for it"),
        Note::Always("the instance itself can be neither seen nor changed"),
    ],
    references: &[
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html",
    ],
    examples: &[
        Example {
            values: &[
                ("db_resource_id", "db-ABCDEFGHIJKL01234"),
                ("db_user", "orders_app"),
                ("region", "eu-west-1"),
                ("account_id", "111122223333"),
            ],
            allowed: &[
                Ask::of(
                    "rds-db:connect",
                    "arn:aws:rds-db:eu-west-1:111122223333:dbuser:db-ABCDEFGHIJKL01234/orders_app",
                ),
            ],
            denied: &[
                Ask::of(
                    "rds-db:connect",
                    "arn:aws:rds-db:eu-west-1:111122223333:dbuser:db-ABCDEFGHIJKL01234/admin",
                ),
                Ask::of(
                    "rds-db:connect",
                    "arn:aws:rds-db:eu-west-1:111122223333:dbuser:db-ZYXWVUTSRQPO98765/orders_app",
                ),
            ],
        },
    ],
};
