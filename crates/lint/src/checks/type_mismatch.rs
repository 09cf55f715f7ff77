//! An operator that cannot compare the values of its key.

use catalog::Scalar;
use policy::tree::{ConditionEntry, Operator, OperatorName, OperatorType, Spanned, Statement};
use policy::{Safety, Severity};

use crate::condition_keys::KeyFacts;
use crate::operators::{renamed, replace};
use crate::{Category, Check, Cx, Run, permissive};

pub(super) const CHECK: Check = Check {
    id: "type-mismatch",
    aliases: &["TYPE_MISMATCH"],
    summary: "the operator compares values of another type than the key has",
    category: Category::Effect,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
Every condition key has a type, and an operator for another type cannot compare its values: such a condition never holds, or, if it is negated, always. Some pairs work by luck, as long as AWS writes the value in one way only.
String operators on ARNs and keys whose values the account chooses, such as tags, are not looked at; `aws:EpochTime` takes operators for dates and for numbers.
",
    fix: r"
Use the operator for the type of the key.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Deny", "Action": "s3:*", "Resource": "*",
  "Condition": { "ArnLike": { "aws:PrincipalOrgID": "arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5" } }
                 ^^^^^^^^^ `aws:PrincipalOrgID` is a string, and `ArnLike` compares ARNs
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "NumericEquals": { "aws:MultiFactorAuthPresent": "1" } }
                 ^^^^^^^^^^^^^^^ `aws:MultiFactorAuthPresent` is a boolean, and `NumericEquals` compares numbers
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "aws:SecureTransport": "true", "aws:SourceIp": "203.0.113.5" } }
                 ^^^^^^^^^^^^^^ `aws:SecureTransport` is a boolean, and `StringEquals` compares strings
                 ^^^^^^^^^^^^^^ `aws:SourceIp` is an IP address, and `StringEquals` compares strings
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "DateGreaterThan": { "aws:MultiFactorAuthAge": "2026-01-01" } }
                 ^^^^^^^^^^^^^^^^^ `aws:MultiFactorAuthAge` is a number, and `DateGreaterThan` compares dates
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "ArnLike": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }
                 ^^^^^^^^^ `aws:PrincipalOrgID` is a string, and `ArnLike` compares ARNs
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "NumericLessThan": { "aws:EpochTime": "1893456000" }, "DateGreaterThan": { "aws:CurrentTime": "2024-01-01T00:00:00Z" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "aws:SourceArn": "arn:aws:sns:us-east-1:111122223333:t" }, "NumericLessThan": { "aws:PrincipalTag/level": "7" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "Null": { "aws:MultiFactorAuthPresent": "false" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "iam:CreateRole", "Resource": "*",
  "Condition": { "ArnLike": { "iam:PermissionsBoundary": "arn:aws:iam::*:policy/boundary" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let Some(name) = operator.value.name else { return };
    if name == OperatorName::Null {
        return;
    }
    let key = &entry.key.value;
    let Some(facts) = KeyFacts::of(cx.catalog, key).filter(|facts| !facts.is_template) else { return };
    if suits(name.value_type(), facts.scalar)
        || key.is("aws:EpochTime") && suits(name.value_type(), Scalar::Numeric)
    {
        return;
    }
    // Some keys that hold ARNs are called strings; those that hold ids never do.
    let is_text_arn = name.value_type() == OperatorType::Arn
        && facts.scalar == Scalar::String
        && !permissive::is_exact_key(&key.text);
    if is_text_arn
        && (entry.values.is_empty() || entry.values.iter().any(|value| may_be_arn(&value.value.text())))
    {
        return;
    }
    let (kind, compared) = (kind(facts.scalar), compared(name.value_type()));
    let message = format!("`{}` is {kind}, and `{}` compares {compared}", key.text, operator.value.text);
    let finding = cx.report(operator.span, message).label(entry.key.span, kind);
    let Some(fitting) = fitting(name, facts.scalar) else { return };
    let fitting = renamed(&operator.value, fitting);
    let finding = finding.help(format!("use `{fitting}`"));
    if let Some(fix) = replace(statement, operator, &fitting, Safety::Unsafe) {
        finding.fix(fix);
    }
}

fn suits(operator: OperatorType, scalar: Scalar) -> bool {
    match operator {
        OperatorType::String => matches!(scalar, Scalar::String | Scalar::Arn),
        OperatorType::Numeric => scalar == Scalar::Numeric,
        OperatorType::Date => scalar == Scalar::Date,
        OperatorType::Bool => scalar == Scalar::Bool,
        OperatorType::Binary => scalar == Scalar::Binary,
        OperatorType::IpAddress => scalar == Scalar::IpAddress,
        OperatorType::Arn => scalar == Scalar::Arn,
        OperatorType::Null => true,
    }
}

fn may_be_arn(text: &str) -> bool {
    text.starts_with("arn:") || text.starts_with(['*', '?']) || text.contains("${")
}

fn kind(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::String => "a string",
        Scalar::Arn => "an ARN",
        Scalar::Numeric => "a number",
        Scalar::Bool => "a boolean",
        Scalar::Date => "a date",
        Scalar::IpAddress => "an IP address",
        Scalar::Binary => "binary",
        Scalar::Null => "null",
    }
}

fn compared(operator: OperatorType) -> &'static str {
    match operator {
        OperatorType::String => "strings",
        OperatorType::Numeric => "numbers",
        OperatorType::Date => "dates",
        OperatorType::Bool => "booleans",
        OperatorType::Binary => "binary values",
        OperatorType::IpAddress => "IP addresses",
        OperatorType::Arn => "ARNs",
        OperatorType::Null => "presence",
    }
}

/// The operator that asks the same of a value of this type, where there is one.
fn fitting(name: OperatorName, scalar: Scalar) -> Option<OperatorName> {
    use OperatorName::{
        ArnLike, ArnNotLike, Bool, DateEquals, DateNotEquals, IpAddress, NotIpAddress, NumericEquals,
        NumericNotEquals, StringEquals, StringNotEquals,
    };
    let is_order = name.text().contains("Than");
    let (plain, negated) = match scalar {
        Scalar::String => (StringEquals, Some(StringNotEquals)),
        Scalar::Arn => (ArnLike, Some(ArnNotLike)),
        Scalar::Numeric => (NumericEquals, Some(NumericNotEquals)),
        Scalar::Date => (DateEquals, Some(DateNotEquals)),
        Scalar::IpAddress => (IpAddress, Some(NotIpAddress)),
        Scalar::Bool => (Bool, None),
        Scalar::Binary | Scalar::Null => return None,
    };
    if is_order {
        return of_order(name, scalar);
    }
    if name.is_negated() { negated } else { Some(plain) }
}

/// `DateLessThan` for `NumericLessThan`, and the reverse.
fn of_order(name: OperatorName, scalar: Scalar) -> Option<OperatorName> {
    let family = match scalar {
        Scalar::Numeric => "Numeric",
        Scalar::Date => "Date",
        _ => return None,
    };
    let order = name.text().trim_start_matches("Numeric").trim_start_matches("Date");
    OperatorName::ALL.iter().copied().find(|other| other.text().strip_prefix(family) == Some(order))
}
