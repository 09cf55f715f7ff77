//! A partition that does not exist.

use catalog::{Partition, nearest_words};
use policy::tree::Spanned;
use policy::write::quote;
use policy::{Fix, ResourcePattern, Severity};

use crate::arns::{ResourceArn, is_open};
use crate::{ArnCheck, Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-partition",
    aliases: &["INVALID_PARTITION"],
    summary: "the partition of an ARN does not exist",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
The second part of an ARN says in which part of AWS the resource lives: `aws`, `aws-cn` in China, `aws-us-gov` in GovCloud, and a few that are closed to most. AWS refuses others.
",
    fix: r"
Write the partition of the account that the policy is for; `*` fits all.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:amazon:s3:::acme-invoices/*", "arn:aws-gov-us:s3:::acme-invoices/*", "arn::s3:::acme/*"] }
                                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ there is no partition `amazon`
                                                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ there is no partition `aws-gov-us`
                                                                                                                                      ^^^^^^^^^^^^^^^^^^ `arn::s3:::acme/*` names no partition
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/*", "arn:aws-cn:s3:::b/*", "arn:aws*:s3:::b/*", "arn:aws-eusc:s3:::b/*"] }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:${AWS::Partition}:s3:::b/*" }
"#,
    ],
    run: Run::Arn(ArnCheck(run)),
};

fn run(cx: &mut Cx<'_>, resource: &Spanned<ResourcePattern>, arn: &ResourceArn<'_>) {
    let partition = arn.partition;
    if is_open(partition) || cx.facts.has_partition(partition) {
        return;
    }
    if partition.is_empty() {
        cx.report(resource.span, format!("`{}` names no partition", arn.text));
        return;
    }
    let catalog = cx.catalog;
    let near = if cx.may_search() {
        nearest_words(partition, catalog.partitions().map(Partition::id))
    } else {
        Vec::new()
    };
    let finding = cx.report(resource.span, format!("there is no partition `{partition}`"));
    if let [one] = near.as_slice() {
        let right = ResourceArn { partition: one, ..*arn }.with_owner(arn.region, arn.account);
        finding
            .help(format!("did you mean `{one}`?"))
            .fix(Fix::risky(format!("replace it by `{right}`, so that other resources are meant"), resource.span, quote(&right)));
    } else {
        finding.help("`aws` is the one of all regions outside China and the American government");
    }
}
