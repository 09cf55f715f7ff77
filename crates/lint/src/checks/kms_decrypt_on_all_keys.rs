//! Decrypting with every key.

use policy::Severity;
use policy::tree::Statement;

use crate::reach::{self, Concern};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "kms-decrypt-on-all-keys",
    aliases: &[],
    summary: "decryption is allowed with every KMS key",
    category: Category::Privilege,
    severity: Severity::Medium,
    since: "0.1.0",
    why: r"
What is encrypted with different keys is kept apart by them. Who may use them all in `kms:Decrypt` or `kms:ReEncryptFrom` is kept from none of it, as far as the key policies rely on IAM policies, which the default key policy does.
",
    fix: r"
Name the keys, or limit the use to a service with `kms:ViaService`.
",
    references: &["https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": ["kms:DescribeKey", "kms:Decrypt"], "Resource": "*" }
                                                   ^^^^^^^^^^^^^ `kms:Decrypt` may use every key of the account
"#,
        r#"
{ "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:*:111122223333:key/*" }
                               ^^^^^^^^^^^^^ `kms:Decrypt` may use every key of the account
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
"#,
        r#"
{
  "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*",
  "Condition": { "StringEquals": { "kms:ViaService": "s3.us-east-1.amazonaws.com" } }
}
"#,
        r#"
{ "Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if let Some(grants) = reach::unlimited(cx, statement, &[Concern::Decryption]) {
        reach::report(
            cx,
            &grants,
            "may use every key of the account",
            "name the keys, or limit their use with `kms:ViaService`",
        );
    }
}
