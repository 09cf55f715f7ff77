//! A service principal that does not exist, but for a near one.

use policy::tree::{PolicyKind, Statement};
use policy::write::quote;
use policy::{Fix, Severity};

use crate::service_principals::services;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "unknown-service-principal",
    aliases: &[],
    summary: "a service principal is not known, a near one is",
    category: Category::Validity,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
Each service acts under a name of its own. IAM does not take a role that trusts a name which no service has; elsewhere such a principal lets nobody in, and the service that was meant stays outside.
A name that is near none of the catalogue is not reported: it may be newer.
",
    fix: r"
Write the name as the documentation of the service does.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Principal": { "Service": "lamda.amazonaws.com" }, "Action": "sts:AssumeRole" }
                                               ^^^^^^^^^^^^^^^^^^^^^ there is no service principal `lamda.amazonaws.com`
"#,
        r#"
{ "Effect": "Allow", "Principal": { "Service": ["ecs-tasks.amazonaws.com", "ecs-task.amazonaws.com"] }, "Action": "sts:AssumeRole" }
                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^ there is no service principal `ecs-task.amazonaws.com`
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Service": "cloudtrial.eu-west-1.amazonaws.com" }, "Action": "s3:PutObject",
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ there is no service principal `cloudtrial.eu-west-1.amazonaws.com`
  "Resource": "arn:aws:s3:::acme-trail/*", "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } }
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "sts:AssumeRole",
  "Principal": { "Service": ["lambda.amazonaws.com", "lambda.amazonaws.com.cn", "states.eu-west-1.amazonaws.com", "logging.s3.amazonaws.com"] }
}
"#,
        r#"
{ "Effect": "Allow", "Principal": { "Service": ["inspector3.amazonaws.com", "eck.amazonaws.com", "contoso.amazonaws.com"] }, "Action": "sts:AssumeRole" }
"#,
        r#"
{ "Effect": "Allow", "Principal": { "Service": ["lamda.amazonaws.co", "Lamda.amazonaws.com", "lamd*.amazonaws.com"] }, "Action": "sts:AssumeRole" }
"#,
    ],
    run: Run::Statement(run),
};

/// What it costs to know that a principal is unknown.
const UNKNOWN: usize = 1_000;

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if !matches!(cx.kind, PolicyKind::Resource | PolicyKind::Trust | PolicyKind::Endpoint) {
        return;
    }
    for service in services(statement) {
        let text = service.value.text.as_str();
        // Others speak of what is not of the form; wildcards and variables are not of it either.
        let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte);
        if text.len() > LONGEST || !text.bytes().all(is_name) || cx.catalog.is_service_principal(text) {
            continue;
        }
        if cx.is_full() || !cx.budget.allows(UNKNOWN) || !cx.may_search() {
            return;
        }
        let near = cx.catalog.nearest_service_principals(text);
        if near.is_empty() {
            continue;
        }
        let list = near.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
        let finding = cx.report(service.span, format!("there is no service principal `{text}`"));
        let finding = finding.help(format!("did you mean {list}?"));
        if let [name] = near.as_slice() {
            let title = format!("replace it by `{name}`, so that this service is meant");
            finding.fix(Fix::risky(title, service.span, quote(name)));
        }
    }
}

/// A host has no more letters, and no service has as many.
const LONGEST: usize = 253;
