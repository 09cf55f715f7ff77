//! Private addresses in `IpAddress` for `aws:SourceIp`.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, OperatorName, Spanned, Statement};

use crate::private_addresses::{Share, report};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "private-ip-address-subset",
    aliases: &["PRIVATE_IP_ADDRESS_SUBSET"],
    summary: "`IpAddress` lists private addresses among public ones for the public address of callers",
    category: Category::Effect,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
`aws:SourceIp` is the address from which a request reaches AWS over the internet. Requests from a private network come from the public address of its gateway, and those through a VPC endpoint do not carry the key at all. The private ones in the list make no difference.
",
    fix: r"
Name the public addresses. For requests through a VPC endpoint compare `aws:VpcSourceIp`, together with `aws:SourceVpc`, as every VPC may use the same private addresses.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip",
    ],
    flagged: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "IpAddress": { "aws:SourceIp": ["10.0.0.0/8", "52.94.76.0/22"] } }
                                                 ^^^^^^^^^^^^ `10.0.0.0/8` is no address on the internet, so it adds nothing
}
"#],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "IpAddress": { "aws:SourceIp": ["52.94.76.0/22", "10.0.0.0/7"] } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    report(cx, operator, entry, (OperatorName::IpAddress, Share::Some), "so it adds nothing");
}
