//! A value of `aws:SourceVpce` that is no id of a VPC endpoint.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, Spanned, Statement};

use crate::vpc_ids;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-vpce-format",
    aliases: &["INVALID_VPCE_FORMAT"],
    summary: "a value of `aws:SourceVpce` is not the id of a VPC endpoint",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
The id of a VPC endpoint is `vpce-` and 8 or 17 letters and digits. `aws:SourceVpce` never has another value, and AWS refuses the policy.
",
    fix: r"
Write the whole id, such as `vpce-1a2b3c4d`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"],
    flagged: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "aws:SourceVpce": ["vpce-123", "vpc-1a2b3c4d", "vpce-1a2b3c4d"] } }
                                                      ^^^^^^^^^^ `vpce-123` is not the id of a VPC endpoint
                                                                  ^^^^^^^^^^^^^^ `vpc-1a2b3c4d` is not the id of a VPC endpoint
}
"#],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "aws:SourceVpce": ["vpce-1a2b3c4d", "vpce-0123456789abcdef0"] }, "StringLike": { "aws:SourceVpce": "vpce-0a*" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "aws:SourceVpce": "${aws:PrincipalTag/vpc}" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    if entry.key.value.is("aws:SourceVpce") {
        vpc_ids::report(cx, operator, entry, "vpce-", "a VPC endpoint");
    }
}
