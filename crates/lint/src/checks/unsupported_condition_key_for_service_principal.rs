//! A condition asks a service for what only users and roles have.

use policy::Severity;
use policy::tree::{OperatorName, PolicyKind, PrincipalType, Statement};

use crate::constraint::entries;
use crate::service_principals::{PRINCIPAL_KEYS, services};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "unsupported-condition-key-for-service-principal",
    aliases: &["UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL"],
    summary: "a condition on a service has a key that requests by services never have",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
A service that acts under its own name belongs to no account or organization of a customer and has no tags. A condition that asks for those is never met, so the statement grants nothing.
",
    fix: r"
Use `aws:SourceOrgID`, `aws:SourceAccount` or `aws:SourceArn`, which tell on whose behalf the service comes.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"],
    flagged: &[r#"
{
  "Effect": "Allow", "Principal": { "Service": "cloudfront.amazonaws.com" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-site/*",
  "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }
                                   ^^^^^^^^^^^^^^^^^^^^ requests by `cloudfront.amazonaws.com` never have `aws:PrincipalOrgID`
}
"#],
    clean: &[
        r#"
{
  "Effect": "Allow", "Principal": { "Service": "cloudfront.amazonaws.com" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-site/*",
  "Condition": { "StringEquals": { "aws:SourceOrgID": "o-a1b2c3d4e5" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-site/*",
  "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "AWS": "*", "Service": "cloudfront.amazonaws.com" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-site/*",
  "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::acme-site/*",
  "Condition": { "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" }, "BoolIfExists": { "aws:PrincipalIsAWSService": "false" } }
}
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let Some(element) = statement.principal.as_ref().filter(|_| cx.kind == PolicyKind::Resource) else {
        return;
    };
    let is_only_services = element.text.is_none()
        && element.malformed.is_empty()
        && element.entries.iter().all(|entry| entry.kind == PrincipalType::Service);
    let Some(service) = services(statement).next().filter(|_| is_only_services) else { return };
    for key in PRINCIPAL_KEYS {
        for (operator, entry) in entries(statement, key) {
            // Without the key these two hold, and may stand there for that very reason.
            if operator.name == Some(OperatorName::Null) || operator.if_exists {
                continue;
            }
            let (service, key) = (&service.value.text, &entry.key.value.text);
            cx.report(entry.key.span, format!("requests by `{service}` never have `{key}`"))
                .help("use `aws:SourceOrgID`, `aws:SourceAccount` or `aws:SourceArn`");
        }
    }
}
