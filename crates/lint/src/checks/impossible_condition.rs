//! Conditions that no request can meet together.

use policy::Severity;
use policy::tree::Statement;

use crate::contradiction::contradictions;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "impossible-condition",
    aliases: &[],
    summary: "no request can meet all conditions of a statement",
    category: Category::Effect,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
All conditions of a statement must hold at once. Where they exclude each other (equal and not equal to the same value, a date before one day and after a later one, a key that must be absent and have a value), the statement never applies: an `Allow` grants nothing, and a `Deny`, which is worse, forbids nothing.
",
    fix: r"
Values that are alternatives belong into one list under one operator; conditions that are alternatives, into two statements.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": {
    "StringEquals": { "aws:PrincipalTag/team": "red" },
    "StringNotEquals": { "aws:PrincipalTag/team": "red" }
                                                  ^^^^^ no value of `aws:PrincipalTag/team` meets all that is asked of it
  }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:*", "Resource": "*",
  "Condition": {
    "Null": { "aws:PrincipalTag/team": "true" },
                                       ^^^^^^ `aws:PrincipalTag/team` cannot be absent and have a value at once
    "StringLike": { "aws:PrincipalTag/team": "red-*" }
  }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": {
    "DateGreaterThan": { "aws:CurrentTime": "2026-01-01T00:00:00Z" },
    "DateLessThan": { "aws:CurrentTime": "2025-12-31T00:00:00Z" }
                                         ^^^^^^^^^^^^^^^^^^^^^^ no value of `aws:CurrentTime` meets all that is asked of it
  }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::acme-logs",
  "Condition": {
    "NumericGreaterThan": { "s3:max-keys": "9" },
    "NumericLessThanEquals": { "s3:max-keys": 5 }
                                              ^ no value of `s3:max-keys` meets all that is asked of it
  }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": {
    "IpAddress": { "aws:SourceIp": "203.0.113.0/25" },
    "NotIpAddress": { "aws:SourceIp": "203.0.113.0/24" }
                                      ^^^^^^^^^^^^^^^^ no value of `aws:SourceIp` meets all that is asked of it
  }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": {
    "StringEquals": { "aws:SourceVpce": "vpce-1a2b3c4d" },
    "IpAddress": { "aws:SourceIp": "203.0.113.0/24" }
                                   ^^^^^^^^^^^^^^^^ a request that comes through a VPC endpoint, and so has `aws:SourceVpce`, has no `aws:SourceIp`
  }
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": {
    "StringLike": { "aws:PrincipalTag/team": "red-*" },
    "StringNotEquals": { "aws:PrincipalTag/team": "red-old" }
  }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": {
    "StringNotEqualsIfExists": { "aws:SourceVpce": "vpce-1a2b3c4d" },
    "NotIpAddressIfExists": { "aws:SourceIp": "203.0.113.0/24" }
  }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": {
    "ForAllValues:StringEquals": { "aws:TagKeys": "env" },
    "ForAnyValue:StringNotEquals": { "aws:TagKeys": "env" }
  }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": {
    "DateGreaterThan": { "aws:CurrentTime": "2025-01-01T00:00:00Z" },
    "DateLessThan": { "aws:CurrentTime": "1798761600" },
    "StringEquals": { "aws:PrincipalTag/team": "${aws:ResourceTag/team}" },
    "StringNotEquals": { "aws:PrincipalTag/team": "red" }
  }
}
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    for found in contradictions(statement, &cx.budget) {
        let mut finding = cx.report(found.entry.span, found.why);
        for other in &found.others {
            finding = finding.label(other.span, "together with this");
        }
        let effect = if statement.denies() { "denies" } else { "allows" };
        finding.help(format!("as it stands the statement {effect} nothing"));
    }
}
