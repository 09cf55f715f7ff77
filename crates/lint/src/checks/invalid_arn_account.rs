//! An account in an ARN that is no account id.

use policy::tree::Spanned;
use policy::write::quote;
use policy::{Fix, ResourcePattern, Severity};

use crate::arns::{ResourceArn, is_open};
use crate::{ArnCheck, Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-arn-account",
    aliases: &["INVALID_ARN_ACCOUNT"],
    summary: "the account of an ARN is no account id",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
An account id has twelve digits, leading zeros included; resources that AWS shares with everyone have `aws` in its place. An ARN with anything else matches nothing.
",
    fix: r"
Write the twelve digits without dashes, or `*` for any account.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:11112222333:orders" }
                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `11112222333` has 11 digits, and an account id has 12
"#,
        r#"
{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": ["arn:aws:sqs:us-east-1:1111-2222-3333:orders", "arn:aws:sqs:us-east-1:production:orders"] }
                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `1111-2222-3333` is no account id
                                                                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `production` is no account id
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": ["arn:aws:sqs:us-east-1:*:orders", "arn:aws:sqs:us-east-1:11112222????:orders"] }
"#,
        r#"
{ "Effect": "Allow", "Action": "iam:GetPolicy", "Resource": "arn:aws:iam::aws:policy/ReadOnlyAccess" }
"#,
        r#"
{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:${aws:PrincipalAccount}:orders" }
"#,
    ],
    run: Run::Arn(ArnCheck(run)),
};

fn run(cx: &mut Cx<'_>, resource: &Spanned<ResourcePattern>, arn: &ResourceArn<'_>) {
    let account = arn.account;
    if matches!(account, "" | "aws") || is_open(account) || is_account(account) {
        return;
    }
    // What must be left out need not be right; and AWS has words of its own for its own resources.
    if arn.forbids_account() || arn.owners(cx.catalog).any(|owner| owner.account == account) {
        return;
    }
    let digits: String = account.chars().filter(char::is_ascii_digit).collect();
    let message = if digits.len() == account.len() {
        format!("`{account}` has {} digits, and an account id has 12", digits.len())
    } else {
        format!("`{account}` is no account id")
    };
    let finding = cx.report(resource.span, message);
    let is_parted = account.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '-' | ' '));
    if is_parted && is_account(&digits) {
        let right = arn.with_owner(arn.region, &digits);
        finding
            .help(format!("did you mean `{digits}`?"))
            .fix(Fix::risky(format!("replace it by `{right}`, so that other resources are meant"), resource.span, quote(&right)));
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}
