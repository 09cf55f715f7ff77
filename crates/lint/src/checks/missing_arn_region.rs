//! An ARN without region of a resource that lives in one.

use policy::tree::Spanned;
use policy::write::quote;
use policy::{Fix, ResourcePattern, Severity};

use crate::arns::ResourceArn;
use crate::{ArnCheck, Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "missing-arn-region",
    aliases: &["MISSING_ARN_REGION"],
    summary: "the ARN of a regional resource names no region",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Most resources live in a region, and their ARNs name it. A pattern with an empty region then matches nothing.
",
    fix: r"
Name the region, or write `*` for all of them.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb::111122223333:table/Orders" }
                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ARNs of this kind of `dynamodb` resource name a region
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::acme-invoices/*", "arn:aws:s3:::*"] }
"#,
        r#"
{ "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:*:111122223333:table/Orders" }
"#,
    ],
    run: Run::Arn(ArnCheck(run)),
};

fn run(cx: &mut Cx<'_>, resource: &Spanned<ResourcePattern>, arn: &ResourceArn<'_>) {
    if !arn.lacks_region() {
        return;
    }
    let right = arn.with_owner("*", arn.account);
    cx.report(resource.span, format!("ARNs of this kind of `{}` resource name a region", arn.service)).fix(
        Fix::risky(format!("replace it by `{right}`, so that other resources are meant"), resource.span, quote(&right)),
    );
}
