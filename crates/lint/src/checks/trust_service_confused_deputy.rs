//! A role trusts a service that takes roles of other accounts, without saying for whom it acts.

use policy::Severity;
use policy::tree::{PrincipalType, Statement};

use crate::constraint::{pins, pins_any};
use crate::service_principals::SOURCE_KEYS;
use crate::trust::{lets_in, principals};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "trust-service-confused-deputy",
    aliases: &["iam_role_cross_service_confused_deputy_prevention"],
    summary: "a role trusts a service whatever customer it acts for",
    category: Category::Exposure,
    severity: Severity::Low,
    since: "0.1.0",
    why: r"
Some services can be told the ARN of any role by their customers, and AWS's own guides for them ask for a condition on the source in the trust policy. Without one, another customer of the service may make it act with this role.
Most services take a role only from who may pass it, which nobody of another account can; their usual trust policies, such as those of Amazon EC2, AWS Lambda and Amazon ECS, need no condition and are not flagged.
",
    fix: r"
Add a condition on `aws:SourceAccount` or `aws:SourceArn`, as the service's guide shows it.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": "bedrock.amazonaws.com" } }
                                                                           ^^^^^^^^^^^^^^^^^^^^^^^ `bedrock.amazonaws.com` may assume the role whatever customer it acts for
"#,
        r#"
{
  "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": ["lambda.amazonaws.com", "scheduler.amazonaws.com"] },
                                                                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^ `scheduler.amazonaws.com` may assume the role whatever customer it acts for
  "Condition": { "StringLike": { "aws:SourceAccount": "*" } }
}
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": ["ec2.amazonaws.com", "lambda.amazonaws.com", "ecs-tasks.amazonaws.com"] } }
"#,
        r#"
{
  "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": "bedrock.amazonaws.com" },
  "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } }
}
"#,
        r#"
{ "Effect": "Deny", "Action": "sts:AssumeRole", "Principal": { "Service": "bedrock.amazonaws.com" } }
"#,
    ],
    run: Run::Statement(run),
};

/// Services whose guides show a condition on the source in the trust policies of their roles ("cross-service confused deputy
/// prevention"), and not only as something that could be added.
const DEPUTIES: &[&str] = &[
    "appstream.amazonaws.com",
    "bedrock.amazonaws.com",
    "comprehend.amazonaws.com",
    "datasync.amazonaws.com",
    "fis.amazonaws.com",
    "greengrass.amazonaws.com",
    "iot.amazonaws.com",
    "iotevents.amazonaws.com",
    "kendra.amazonaws.com",
    "logs.amazonaws.com",
    "personalize.amazonaws.com",
    "scheduler.amazonaws.com",
    "states.amazonaws.com",
    "transcribe.amazonaws.com",
    "transfer.amazonaws.com",
    "vpc-flow-logs.amazonaws.com",
];

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if !lets_in(cx, statement)
        || !pins_any(statement, &SOURCE_KEYS).is_no()
        || !pins(statement, "sts:ExternalId").is_no()
    {
        return;
    }
    for service in principals(statement, &PrincipalType::Service) {
        let name = &service.value.text;
        if DEPUTIES.contains(&name.as_str()) {
            cx.report(service.span, format!("`{name}` may assume the role whatever customer it acts for"))
                .help("add a condition on `aws:SourceAccount` or `aws:SourceArn`");
        }
    }
}
