//! An ARN without account of a resource that belongs to one.

use policy::tree::Spanned;
use policy::write::quote;
use policy::{Fix, ResourcePattern, Severity};

use crate::arns::ResourceArn;
use crate::{ArnCheck, Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "missing-arn-account",
    aliases: &["MISSING_ARN_ACCOUNT"],
    summary: "the ARN of a resource that belongs to an account names none",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Most ARNs name the account of their resource. A pattern with an empty account then matches nothing, unless the resource is one that AWS shares with everyone, such as a public image or a document of Systems Manager.
",
    fix: r"
Name the account, or write `*` for any.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1::orders" }
                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ARNs of this kind of `sqs` resource name an account
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "cloudformation:DescribeType", "Resource": "arn:aws:cloudformation:*::type/resource/*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "ec2:RunInstances", "Resource": ["arn:aws:ec2:*::image/*", "arn:aws:ec2:us-east-1::snapshot/*"] }
"#,
        r#"
{ "Effect": "Allow", "Action": "ssm:SendCommand", "Resource": "arn:aws:ssm:*::document/AWS-RunShellScript" }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::acme-invoices" }
"#,
    ],
    run: Run::Arn(ArnCheck(run)),
};

fn run(cx: &mut Cx<'_>, resource: &Spanned<ResourcePattern>, arn: &ResourceArn<'_>) {
    if !arn.lacks_account() {
        return;
    }
    let right = arn.with_owner(arn.region, "*");
    cx.report(resource.span, format!("ARNs of this kind of `{}` resource name an account", arn.service)).fix(
        Fix::risky(format!("replace it by `{right}`, so that other resources are meant"), resource.span, quote(&right)),
    );
}
