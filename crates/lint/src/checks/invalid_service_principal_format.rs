//! A service that is not named as AWS names the principals of services.

use catalog::{Catalog, Partition};
use policy::tree::{ConditionEntry, Operator, OperatorType, PolicyKind, PrincipalType, Spanned, Statement};
use policy::write::quote;
use policy::{Fix, Severity, Span};

use crate::principals::is_dynamic;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-service-principal-format",
    aliases: &["INVALID_SERVICE_PRINCIPAL_FORMAT"],
    summary: "a service principal does not have the form that AWS gives them",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Services act under names such as `lambda.amazonaws.com`, in lower case. Under any other name a condition never holds, and a principal is refused. `kms:ViaService` compares with names that hold the region, such as `s3.eu-west-1.amazonaws.com`.
",
    fix: r"
Write the name as the documentation of the service does.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services"],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/worker",
  "Condition": { "StringEquals": { "iam:PassedToService": ["lambda", "EC2.amazonaws.com", "ecs-tasks.amazonaws.com"] } }
                                                           ^^^^^^^^ `lambda` is not of the form `SERVICE.amazonaws.com`
                                                                     ^^^^^^^^^^^^^^^^^^^ `EC2.amazonaws.com` is not in lower case
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:eu-west-1:111122223333:key/k",
  "Condition": { "StringEquals": { "kms:ViaService": "s3.amazonaws.com" } }
                                                     ^^^^^^^^^^^^^^^^^^ `s3.amazonaws.com` is not of the form `SERVICE.REGION.amazonaws.com`
}
"#,
        r#"
{ "Effect": "Allow", "Principal": { "Service": "lambda" }, "Action": "sts:AssumeRole" }
                                               ^^^^^^^^ `lambda` is not of the form `SERVICE.amazonaws.com`
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Principal": { "Service": "alexa-appkit.amazon.com" }, "Action": "lambda:InvokeFunction",
  "Resource": "arn:aws:lambda:us-east-1:111122223333:function:skill", "Condition": { "StringEquals": { "lambda:EventSourceToken": "amzn1.ask.skill.1" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/worker",
  "Condition": { "StringLike": { "iam:PassedToService": ["lambda.amazonaws.com", "ecs-*", "${aws:PrincipalTag/service}", "ec2.amazonaws.com.cn"] } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*",
  "Condition": { "StringEquals": { "kms:ViaService": ["s3.eu-west-1.amazonaws.com", "secretsmanager.cn-north-1.amazonaws.com.cn"] } }
}
"#,
        r#"
{ "Effect": "Allow", "Principal": { "Service": ["delivery.logs.amazonaws.com", "logs.eu-west-1.amazonaws.com"] }, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Statement(run),
};

/// The condition keys whose values are service principals.
///
/// Sources: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>,
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html>
const KEYS: [&str; 7] = [
    "aws:CalledVia",
    "aws:CalledViaFirst",
    "aws:CalledViaLast",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "iam:AWSServiceName",
    "iam:PassedToService",
];

/// The one that compares with names that hold a region.
///
/// Source: <https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html>
const WITH_REGION: &str = "kms:ViaService";

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    for element in statement.principal.iter().chain(&statement.not_principal) {
        let has_place = matches!(cx.kind, PolicyKind::Resource | PolicyKind::Trust | PolicyKind::Endpoint);
        for entry in element.entries.iter().filter(|entry| has_place && entry.kind == PrincipalType::Service) {
            entry.element.items.iter().for_each(|item| check(cx, item.span, &item.value.text, false));
        }
    }
    for block in statement.condition.iter().flat_map(|condition| &condition.blocks) {
        block.entries.iter().for_each(|entry| run_condition(cx, &block.operator, entry));
    }
}

fn run_condition(cx: &mut Cx<'_>, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let is_text = operator.value.name.is_some_and(|name| name.value_type() == OperatorType::String);
    let key = &entry.key.value;
    if is_text && (KEYS.iter().any(|name| key.is(name)) || key.is(WITH_REGION)) {
        for value in &entry.values {
            check(cx, value.span, &value.value.text(), key.is(WITH_REGION));
        }
    }
}

fn check(cx: &mut Cx<'_>, span: Span, text: &str, has_region: bool) {
    let catalog = cx.catalog;
    if text.contains(['*', '?']) || is_dynamic(text) || is_well_formed(catalog, text, has_region) {
        return;
    }
    let lower = text.to_ascii_lowercase();
    let message = if lower != text && is_well_formed(catalog, &lower, has_region) {
        format!("`{text}` is not in lower case")
    } else {
        let form = if has_region { "SERVICE.REGION.amazonaws.com" } else { "SERVICE.amazonaws.com" };
        format!("`{text}` is not of the form `{form}`")
    };
    let meant = [lower.clone(), format!("{lower}.amazonaws.com")];
    let meant = meant.into_iter().find(|name| !has_region && name != text && is_known(catalog, name));
    let finding = cx.report(span, message);
    if let Some(name) = meant {
        finding
            .help(format!("did you mean `{name}`?"))
            .fix(Fix::risky(format!("replace it by `{name}`, so that this service is meant"), span, quote(&name)));
    }
}

fn is_known(catalog: &Catalog, name: &str) -> bool {
    catalog.service_principals().any(|known| known == name)
}

/// Some services act within AWS under names that no other does.
const INTERNAL: &str = "aws.internal";

/// The principals of services that AWS does not run under its own domain.
///
/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html>
const ELSEWHERE: [&str; 2] = ["alexa-appkit.amazon.com", "alexa-connectedhome.amazon.com"];

fn is_well_formed(catalog: &Catalog, text: &str, has_region: bool) -> bool {
    if !has_region && ELSEWHERE.contains(&text) {
        return true;
    }
    let is_name = |name: &str| {
        !name.is_empty()
            && name.split('.').all(|part| !part.is_empty())
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.'))
    };
    let mut suffixes = catalog.partitions().map(Partition::dns_suffix).chain([INTERNAL]);
    suffixes.any(|suffix| {
        let name = text.strip_suffix(suffix).and_then(|rest| rest.strip_suffix('.'));
        name.is_some_and(|name| is_name(name) && (!has_region || name.contains('.')))
    })
}
