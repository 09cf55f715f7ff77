//! A value of `aws:SourceVpc` that is no id of a VPC.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, Spanned, Statement};

use crate::vpc_ids;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-vpc-format",
    aliases: &["INVALID_VPC_FORMAT"],
    summary: "a value of `aws:SourceVpc` is not the id of a VPC",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
The id of a VPC is `vpc-` and 8 or 17 letters and digits. `aws:SourceVpc` never has another value, and AWS refuses the policy.
",
    fix: r"
Write the whole id, such as `vpc-1a2b3c4d`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"],
    flagged: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "aws:SourceVpc": ["vpc-123", "vpce-1a2b3c4d", "vpc-1a2b3c4d"] } }
                                                     ^^^^^^^^^ `vpc-123` is not the id of a VPC
                                                                ^^^^^^^^^^^^^^^ `vpce-1a2b3c4d` is not the id of a VPC
}
"#],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "aws:SourceVpc": ["vpc-1a2b3c4d", "vpc-0123456789abcdef0"] }, "StringLike": { "aws:SourceVpc": "vpc-0a*" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "aws:SourceVpc": "${aws:PrincipalTag/vpc}" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    if entry.key.value.is("aws:SourceVpc") {
        vpc_ids::report(cx, operator, entry, "vpc-", "a VPC");
    }
}
