//! A region in the ARN of a resource that has none.

use policy::tree::Spanned;
use policy::write::quote;
use policy::{Fix, ResourcePattern, Severity};

use crate::arns::ResourceArn;
use crate::{ArnCheck, Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "arn-region-not-allowed",
    aliases: &["ARN_REGION_NOT_ALLOWED"],
    summary: "the ARN names a region although such resources have none in theirs",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Resources of global services, such as IAM, CloudFront, Route 53 and Organizations, and S3 buckets leave the region of their ARN empty, so an ARN that names one matches nothing. A region `*` matches the empty one too and is not flagged.
",
    fix: r"
Leave the region empty. To hold a statement to requests in one region, use the condition key `aws:RequestedRegion`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam:us-east-1:111122223333:role/app" }
                                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ARNs of this kind of `iam` resource name no region
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:us-west-2:111122223333:accesspoint/reports/object/*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "iam:GetRole", "Resource": ["arn:aws:iam::111122223333:role/app", "arn:aws:iam:*:*:role/app"] }
"#,
    ],
    run: Run::Arn(ArnCheck(run)),
};

fn run(cx: &mut Cx<'_>, resource: &Spanned<ResourcePattern>, arn: &ResourceArn<'_>) {
    if !arn.forbids_region() {
        return;
    }
    let right = arn.with_owner("", arn.account);
    cx.report(resource.span, format!("ARNs of this kind of `{}` resource name no region", arn.service))
        .help(format!("leave `{}` out", arn.region))
        .fix(Fix::risky(format!("replace it by `{right}`, so that other resources are meant"), resource.span, quote(&right)));
}
