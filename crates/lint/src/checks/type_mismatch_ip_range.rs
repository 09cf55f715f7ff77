//! A value of an IP operator that is no address.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, OperatorType, Spanned, Statement};

use policy::value::IpRange;
use crate::literals::fixed_texts;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "type-mismatch-ip-range",
    aliases: &["TYPE_MISMATCH_IP_RANGE"],
    summary: "an IP address is compared with something that is none",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
`IpAddress` and `NotIpAddress` take an IPv4 or IPv6 address, or a range in CIDR notation. AWS refuses anything else.
",
    fix: r"
Write an address such as `203.0.113.5`, or a range such as `203.0.113.0/24`.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ],
    flagged: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "IpAddress": { "aws:SourceIp": ["203.0.113.0/33", "203.0.113.*", "2001:db8::/129"] } }
                                                 ^^^^^^^^^^^^^^^^ `203.0.113.0/33` is neither an IP address nor a CIDR range
                                                                   ^^^^^^^^^^^^^ `203.0.113.*` is neither an IP address nor a CIDR range
                                                                                  ^^^^^^^^^^^^^^^^ `2001:db8::/129` is neither an IP address nor a CIDR range
}
"#],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "IpAddress": { "aws:SourceIp": ["203.0.113.5", "0.0.0.0/0", "2001:DB8:1234:5678::/64"] } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "NotIpAddress": { "aws:SourceIp": "${Office}" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    if operator.value.name.is_none_or(|name| name.value_type() != OperatorType::IpAddress) {
        return;
    }
    for (value, text) in fixed_texts(entry) {
        if IpRange::parse(&text).is_none() {
            cx.report(value.span, format!("`{text}` is neither an IP address nor a CIDR range"));
        }
    }
}
