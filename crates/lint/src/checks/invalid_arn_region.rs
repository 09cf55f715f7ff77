//! A region in an ARN that its partition does not have.

use policy::tree::Spanned;
use policy::write::quote;
use policy::{Fix, ResourcePattern, Severity};

use crate::arns::{ResourceArn, is_open, nearest_regions};
use crate::{ArnCheck, Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-arn-region",
    aliases: &["INVALID_ARN_REGION"],
    summary: "the region of an ARN does not exist in its partition",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
An ARN whose region does not exist matches nothing: what was to be allowed is not, and what was to be denied is not either. Each partition has regions of its own; those of China and of GovCloud are not in `aws`.
",
    fix: r"
Write the code of the region, such as `eu-central-1`, or `*` for any.
",
    references: &["https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-centrall-1:111122223333:orders" }
                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ there is no region `eu-centrall-1`
"#,
        r#"
{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-gov-west-1:111122223333:orders" }
                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the region `us-gov-west-1` is not in the partition `aws`
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": ["arn:aws-us-gov:sqs:us-gov-west-1:111122223333:orders", "arn:aws:sqs:eu-*:111122223333:orders"] }
"#,
        r#"
{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:${aws:RequestedRegion}:111122223333:orders" }
"#,
        r#"
{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws*:sqs:cn-north-1:111122223333:orders" }
"#,
    ],
    run: Run::Arn(ArnCheck(run)),
};

fn run(cx: &mut Cx<'_>, resource: &Spanned<ResourcePattern>, arn: &ResourceArn<'_>) {
    let catalog = cx.catalog;
    let (region, partition) = (arn.region, arn.partition);
    if region.is_empty() || is_open(region) {
        return;
    }
    let known = cx.facts.region(region);
    let is_elsewhere = |home: &str| home != partition && cx.facts.has_partition(partition);
    match known {
        Some(known) if !is_elsewhere(known.partition()) => return,
        // What must be left out need not be right.
        _ if arn.forbids_region() || arn.owners(catalog).any(|owner| owner.region == region) => return,
        Some(known) => {
            let home = known.partition();
            cx.report(resource.span, format!("the region `{region}` is not in the partition `{partition}`"))
                .help(format!("it is in `{home}`, whose ARNs begin with `arn:{home}:`"));
            return;
        }
        None => {}
    }
    let near = if cx.may_search() { nearest_regions(catalog, region, partition) } else { Vec::new() };
    let finding = cx.report(resource.span, format!("there is no region `{region}`"));
    match near.as_slice() {
        [] => {}
        [one] => {
            let right = arn.with_owner(one, arn.account);
            finding
                .help(format!("did you mean `{one}`?"))
                .fix(Fix::risky(format!("replace it by `{right}`, so that other resources are meant"), resource.span, quote(&right)));
        }
        several => {
            let list = several.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
            finding.help(format!("did you mean {list}?"));
        }
    }
}
