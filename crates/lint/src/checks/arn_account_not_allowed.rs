//! An account in the ARN of a resource that has none.

use policy::tree::Spanned;
use policy::write::quote;
use policy::{Fix, ResourcePattern, Severity};

use crate::arns::ResourceArn;
use crate::{ArnCheck, Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "arn-account-not-allowed",
    aliases: &["ARN_ACCOUNT_NOT_ALLOWED"],
    summary: "the ARN names an account although such resources have none in theirs",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Some resources have names that are unique in all of AWS, so their ARNs leave the account empty: S3 buckets and objects, hosted zones of Route 53. An ARN with an account then matches nothing. An account `*` matches the empty one too and is not flagged.
",
    fix: r"
Leave the account empty. To hold a statement to the buckets of one account, use the condition key `aws:ResourceAccount`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3::111122223333:acme-invoices/*" }
                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ARNs of this kind of `s3` resource name no account
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:us-west-2:111122223333:accesspoint/reports/object/*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:*:*:acme-invoices/*", "arn:aws:s3:::acme-${aws:PrincipalAccount}/*"] }
"#,
    ],
    run: Run::Arn(ArnCheck(run)),
};

fn run(cx: &mut Cx<'_>, resource: &Spanned<ResourcePattern>, arn: &ResourceArn<'_>) {
    if !arn.forbids_account() {
        return;
    }
    let right = arn.with_owner(arn.region, "");
    cx.report(resource.span, format!("ARNs of this kind of `{}` resource name no account", arn.service))
        .help(format!("leave `{}` out", arn.account))
        .fix(Fix::risky(format!("replace it by `{right}`, so that other resources are meant"), resource.span, quote(&right)));
}
