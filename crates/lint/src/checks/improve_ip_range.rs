//! An IP range with host bits.

use policy::tree::{ConditionEntry, Operator, OperatorType, Spanned, Statement};
use policy::write::quote;
use policy::{Fix, Severity};

use policy::value::IpRange;
use crate::literals::fixed_texts;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "improve-ip-range",
    aliases: &["IMPROVE_IP_RANGE"],
    summary: "an IP range has bits set behind its mask",
    category: Category::Clarity,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
Only the bits that the mask covers are compared: `52.94.76.77/24` means `52.94.76.0/24`, all 256 addresses, though it looks like one.
",
    fix: r"
Write the first address of the range, or drop the mask if one address is meant.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ],
    flagged: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "IpAddress": { "aws:SourceIp": ["52.94.76.77/24", "2001:db8::1/64"] } }
                                                 ^^^^^^^^^^^^^^^^ `52.94.76.77/24` means the whole range `52.94.76.0/24`
                                                                   ^^^^^^^^^^^^^^^^ `2001:db8::1/64` means the whole range `2001:db8::/64`
}
"#],
    clean: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "IpAddress": { "aws:SourceIp": ["203.0.113.5", "203.0.113.5/32", "0.0.0.0/0", "2001:DB8:1234:5678::/64"] } }
}
"#],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    if operator.value.name.is_none_or(|name| name.value_type() != OperatorType::IpAddress) {
        return;
    }
    for (value, text) in fixed_texts(entry) {
        let Some(range) = IpRange::parse(&text) else { continue };
        let network = range.network();
        if network == range {
            continue;
        }
        cx.report(value.span, format!("`{text}` means the whole range `{network}`"))
            .help(format!("write `{network}`, or drop the mask if one address is meant"))
            .fix(Fix::safe(format!("replace it by `{network}`"), value.span, quote(&network.to_string())));
    }
}
