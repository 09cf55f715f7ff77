//! Private addresses in `IpAddress` for `aws:SourceIp`.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, OperatorName, Spanned, Statement};

use crate::private_addresses::{Share, report};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "private-ip-address",
    aliases: &["PRIVATE_IP_ADDRESS"],
    summary: "`IpAddress` lists private addresses only for the public address of callers",
    category: Category::Effect,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
`aws:SourceIp` is the address from which a request reaches AWS over the internet. Requests from a private network come from the public address of its gateway, and those through a VPC endpoint do not carry the key at all. A condition that names only private ones never holds for them.
",
    fix: r"
Name the public addresses. For requests through a VPC endpoint compare `aws:VpcSourceIp`, together with `aws:SourceVpc`, as every VPC may use the same private addresses.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } }
                                                ^^^^^^^^^^^^ `10.0.0.0/8` is no address on the internet, so the condition never holds
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "IpAddress": { "aws:SourceIp": ["192.168.1.7", "fd00::/8"] } }
                                                 ^^^^^^^^^^^^^ `192.168.1.7` is no address on the internet, so the condition never holds
                                                                ^^^^^^^^^^ `fd00::/8` is no address on the internet, so the condition never holds
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "IpAddressIfExists": { "aws:SourceIp": "172.31.0.0/16" } }
                                                        ^^^^^^^^^^^^^^^ `172.31.0.0/16` is no address on the internet, so the condition only holds without the key
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "IpAddress": { "aws:SourceIp": ["203.0.113.5", "2001:DB8:1234:5678::/64"] } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "IpAddress": { "aws:SourceIp": ["10.0.0.0/8", "52.94.76.0/22"] } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "IpAddress": { "aws:VpcSourceIp": "10.0.0.0/8" }, "StringEquals": { "aws:SourceVpc": "vpc-1a2b3c4d" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "IpAddress": { "aws:SourceIp": ["10.0.0.0/8", "${Office}"] } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    report(cx, operator, entry, (OperatorName::IpAddress, Share::All), "so the condition never holds");
}
