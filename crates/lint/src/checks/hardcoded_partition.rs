//! A partition that is written out in a policy made for several.

use std::collections::BTreeSet;

use policy::tree::{Policy, Spanned};
use policy::write::quote;
use policy::{Fix, ResourcePattern, Severity};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "hardcoded-partition",
    aliases: &[],
    summary: "an ARN names one partition in a policy that is made for several",
    category: Category::Clarity,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
Where some ARNs of a policy leave the partition open, with a wildcard or for a template to fill in, the policy is likely used in China or GovCloud too. An ARN that begins with `arn:aws:` matches nothing there. A policy in which most ARNs name their partition is not flagged.
",
    fix: r"
Leave the partition open here, too.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:*:s3:::acme-invoices/*", "arn:aws:s3:::acme-reports/*"] }
                                                                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the partition `aws` is written out here, while other ARNs leave it open
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::acme-invoices/*", "arn:aws-cn:s3:::acme-invoices/*"] }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:*:s3:::a/*", "arn:aws:s3:::b/*", "arn:aws:s3:::c/*"] }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:${AWS::Partition}:s3:::acme-invoices/*", "arn:aws*:s3:::acme-reports/*"] }
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    let parts = || resources(policy).filter_map(|resource| partition(&resource.value));
    let Some(open) = parts().find(|part| is_open(part)) else { return };
    // Where the open ones are the exception, the policy was made for one partition.
    if parts().filter(|part| is_open(part)).count() * 2 < parts().count() {
        return;
    }
    let others = resources(policy).map(|resource| resource.value.as_str());
    let others: BTreeSet<&str> = others.filter_map(in_another_partition).collect();
    for resource in resources(policy) {
        // What is listed for each partition is not forgotten.
        let rest = resource.value.as_str().strip_prefix("arn:aws:");
        let Some(rest) = rest.filter(|rest| !others.contains(rest)) else { continue };
        let finding =
            cx.report(resource.span, "the partition `aws` is written out here, while other ARNs leave it open");
        if !open.contains("${") {
            let right = format!("arn:{open}:{rest}");
            finding.fix(Fix::risky(format!("replace it by `{right}`, so that other partitions are meant too"), resource.span, quote(&right)));
        }
    }
}

fn resources(policy: &Policy) -> impl Iterator<Item = &Spanned<ResourcePattern>> {
    policy
        .statements
        .iter()
        .flat_map(|statement| statement.resources().iter().chain(statement.not_resources()))
}

/// What follows the partition of an ARN, if that is another than `aws`.
fn in_another_partition(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("arn:").filter(|rest| !rest.starts_with("aws:"))?;
    let end = if rest.starts_with("${") { rest.find('}')? + 1 } else { rest.find(':')? };
    rest.get(end + 1..)
}

/// The second part of an ARN, to the colon behind a variable.
fn partition(resource: &ResourcePattern) -> Option<&str> {
    let rest = resource.as_str().strip_prefix("arn:")?;
    let end = if rest.starts_with("${") { rest.find('}')? + 1 } else { rest.find(':')? };
    rest.get(..end)
}

fn is_open(partition: &str) -> bool {
    partition.contains(['*', '?']) || partition.contains("${")
}
