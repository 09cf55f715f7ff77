//! A wildcard where a service is named.

use policy::Severity;
use policy::tree::Statement;

use crate::arns::is_open;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "wildcard-in-service-name",
    aliases: &["WILDCARD_IN_SERVICE_NAME"],
    summary: "the service of an ARN or action has a wildcard in it",
    category: Category::Clarity,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
Which services such a pattern reaches changes whenever AWS adds one; and AWS does not take wildcards there in every policy.
",
    fix: r#"
Name the service. For every action of all services write `"*"` alone.
"#,
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": ["*", "code*:List*"], "Resource": "arn:aws:*code*::111122223333:*" }
                                     ^^^^^^^^^^^^^ the service `code*` has a wildcard in it
                                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the service `*code*` has a wildcard in it
"#,
        r#"
{ "Effect": "Deny", "NotAction": "*:Get*", "NotResource": "arn:aws:?qs:*:*:orders" }
                                 ^^^^^^^^ the service `*` has a wildcard in it
                                                          ^^^^^^^^^^^^^^^^^^^^^^^^ the service `?qs` has a wildcard in it
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": ["*", "codecommit:List*"], "Resource": ["*", "arn:aws*:codecommit:*:*:*"] }
"#,
        r#"
{ "Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs:*:*:${aws:PrincipalTag/team}-*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    for action in statement.actions().iter().chain(statement.not_actions()) {
        if action.value.service().is_some_and(policy::Glob::has_wildcard) {
            let service = action.value.as_str().split(':').next().unwrap_or_default();
            cx.report(action.span, message(service));
        }
    }
    for resource in statement.resources().iter().chain(statement.not_resources()) {
        let text = resource.value.as_str();
        let mut parts = text.strip_prefix("arn:").unwrap_or_default().split(':');
        let (partition, service) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if is_open(service) && !partition.contains("${") && !service.contains("${") && !resource.value.is_short() {
            cx.report(resource.span, message(service));
        }
    }
}

fn message(service: &str) -> String {
    format!("the service `{service}` has a wildcard in it")
}
