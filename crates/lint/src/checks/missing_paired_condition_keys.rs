//! A private address is asked for without saying in which network.

use policy::Severity;
use policy::tree::Statement;

use crate::constraint::{entries, pins_any};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "missing-paired-condition-keys",
    aliases: &["MISSING_PAIRED_CONDITION_KEYS"],
    summary: "a condition on `aws:VpcSourceIp` does not say in which VPC",
    category: Category::Exposure,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
Anyone can have a VPC with any private address range. An address under `aws:VpcSourceIp` only tells something together with the VPC or the VPC endpoint that the request came through.
",
    fix: r"
Add a condition on `aws:SourceVpc` or `aws:SourceVpce` to the same statement.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "IpAddress": { "aws:VpcSourceIp": "10.0.0.0/8" } }
                                ^^^^^^^^^^^^^^^^^ any VPC can have the addresses in `aws:VpcSourceIp`
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "IpAddress": { "aws:VpcSourceIp": "10.0.0.0/8" }, "StringLike": { "aws:SourceVpc": "vpc-*" } }
                                ^^^^^^^^^^^^^^^^^ any VPC can have the addresses in `aws:VpcSourceIp`
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "IpAddress": { "aws:VpcSourceIp": "10.0.0.0/8" }, "StringEquals": { "aws:SourceVpc": "vpc-1a2b3c4d" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "NotIpAddress": { "aws:VpcSourceIp": "10.0.0.0/8" }, "StringNotEquals": { "aws:SourceVpce": "vpce-1a2b3c4d" } }
}
"#,
    ],
    run: Run::Statement(run),
};

const NETWORKS: [&str; 3] = ["aws:SourceVpc", "aws:SourceVpce", "aws:SourceVpcArn"];

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let Some((_, entry)) = entries(statement, "aws:VpcSourceIp").next() else { return };
    let is_mentioned = || NETWORKS.iter().any(|key| entries(statement, key).next().is_some());
    let is_paired = if statement.denies() { is_mentioned() } else { !pins_any(statement, &NETWORKS).is_no() };
    if !is_paired {
        cx.report(entry.key.span, "any VPC can have the addresses in `aws:VpcSourceIp`")
            .help("add a condition on `aws:SourceVpc` or `aws:SourceVpce`");
    }
}
