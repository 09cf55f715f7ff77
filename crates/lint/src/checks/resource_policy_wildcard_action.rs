//! A resource policy that grants every action.

use policy::Severity;
use policy::tree::{PolicyKind, PrincipalElement, PrincipalForm, Statement};

use crate::constraint::pins_any;
use crate::{Category, Check, Cx, Run, exposure, reach};

pub(super) const CHECK: Check = Check {
    id: "resource-policy-wildcard-action",
    aliases: &["CKV_AWS_72"],
    summary: "a resource policy grants every action",
    category: Category::Exposure,
    severity: Severity::Medium,
    since: "0.1.0",
    why: r"
Every action on a resource includes deleting it and changing its policy, so whoever is let in so can let in others. The key policy that KMS sets by default, with which an account hands the decision to its own IAM policies, is not meant.
",
    fix: r"
Name the actions that the principal needs.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    ],
    flagged: &[
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "444455556666" }, "Action": "*", "Resource": "arn:aws:sqs:us-east-1:111122223333:orders" }
                                                                       ^^^ every action on the resource is allowed, also changing this policy
"#,
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::444455556666:role/app" }, "Action": ["sqs:*"], "Resource": "arn:aws:sqs:us-east-1:111122223333:orders" }
                                                                                              ^^^^^^^ every action on the resource is allowed, also changing this policy
"#,
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::444455556666:root" }, "Action": "sqs:*", "Resource": "arn:aws:sqs:us-east-1:111122223333:orders" }
                                                                                         ^^^^^^^ every action on the resource is allowed, also changing this policy
"#,
    ],
    clean: &[
        r#"
{ "Sid": "__owner_statement", "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "SQS:*", "Resource": "arn:aws:sqs:us-east-1:111122223333:orders" }
"#,
        r#"
# as resource AWS::S3::Bucket
{
  "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "*", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
  "Condition": { "StringEquals": { "s3:DataAccessPointAccount": "111122223333" } }
}
"#,
        r#"
{ "Sid": "Enable IAM User Permissions", "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "kms:*", "Resource": "*" }
"#,
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "444455556666" }, "Action": "sqs:Get*", "Resource": "arn:aws:sqs:us-east-1:111122223333:orders" }
"#,
        r#"
{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } }
"#,
        r#"
# as endpoint
{ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let is_granted = || statement.actions().iter().any(|entry| reach::is_whole_service(&entry.value));
    if cx.kind != PolicyKind::Resource || !statement.allows() || !is_granted() {
        return;
    }
    // Access points of an account have policies of their own, and no actions that change this one.
    if !pins_any(statement, &["s3:DataAccessPointAccount", "s3:DataAccessPointArn"]).is_no() {
        return;
    }
    let mut principals = statement.principal.iter().flat_map(PrincipalElement::principals);
    let own = exposure::own_account(cx.policy);
    let is_own = |account: Option<&str>| own.is_none() || account == own.as_deref();
    let is_delegated = principals.all(|principal| {
        principal.value.form == PrincipalForm::Account && is_own(principal.value.account())
    });
    for entry in statement.actions().iter().filter(|entry| reach::is_whole_service(&entry.value)) {
        // What is usual for functions another check knows.
        let is_of_lambda = entry.value.matches("lambda:InvokeFunction");
        if entry.value.is_everything() || !(is_delegated || is_of_lambda) {
            cx.report(entry.span, "every action on the resource is allowed, also changing this policy");
        }
    }
}
