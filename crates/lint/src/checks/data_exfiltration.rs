//! Reading all that is stored.

use policy::Severity;
use policy::tree::Statement;

use crate::reach::{self, Concern};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "data-exfiltration",
    aliases: &["DataExfiltration", "CKV_AWS_108", "CKV_AWS_288"],
    summary: "stored data may be read without a limit",
    category: Category::Privilege,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
The action reads what is stored in a service, and the statement lets it read all of it: every object, secret, table or queue of the account. Stolen credentials with such a policy are a leak of everything.
",
    fix: r"
Name the buckets, secrets, tables or queues.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    ],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*" }
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `secretsmanager:GetSecretValue` may read all that is stored
"#,
        r#"
{ "Effect": "Allow", "Action": ["s3:ListAllMyBuckets", "s3:GetObject", "ssm:GetParameter*"], "Resource": "*" }
                                                       ^^^^^^^^^^^^^^ `s3:GetObject` and `ssm:GetParameter*` may read all that is stored
"#,
        r#"
{ "Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "arn:aws:secretsmanager:*:111122223333:secret:*" }
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `secretsmanager:GetSecretValue` may read all that is stored
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "arn:aws:secretsmanager:us-east-1:111122223333:secret:app/db-AbCdEf" }
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
  "Condition": { "StringEquals": { "aws:ResourceTag/public": "yes" } }
}
"#,
        r#"
{ "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if let Some(grants) = reach::unlimited(cx, statement, &[Concern::Data]) {
        reach::report(
            cx,
            &grants,
            "may read all that is stored",
            "name the buckets, secrets, tables or queues it is needed for",
        );
    }
}
