//! A resource policy lets a service in, whoever it acts for.

use policy::Severity;
use policy::tree::Statement;

use crate::constraint::{pins, pins_any};
use crate::service_principals::{OTHER_KEYS, lets_any_source_in, services};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "restrict-access-to-service-principal",
    aliases: &["RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", "AVD-AWS-0067"],
    summary: "a service is let in whatever customer it acts for",
    category: Category::Exposure,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
A service such as Amazon S3 acts for all of AWS's customers under one name. Whoever can make it touch this resource can do so from their own account: the service is a confused deputy. That a condition stands there is not enough: `aws:SourceArn` with `*` or without an account, a negated operator and `IfExists` let everybody in.
",
    fix: r"
Add a condition on `aws:SourceArn` with the resource on whose behalf the service comes, or on `aws:SourceAccount`, `aws:SourceOrgID` or `aws:SourceOrgPaths`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Principal": { "Service": "s3.amazonaws.com" }, "Action": "sns:Publish", "Resource": "arn:aws:sns:us-east-1:111122223333:uploads" }
                                               ^^^^^^^^^^^^^^^^^^ `s3.amazonaws.com` is let in whatever customer it acts for
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" }, "Action": "sqs:SendMessage",
                                               ^^^^^^^^^^^^^^^^^^^ `sns.amazonaws.com` is let in whatever customer it acts for
  "Resource": "arn:aws:sqs:us-east-1:111122223333:inbox",
  "Condition": { "ArnLike": { "aws:SourceArn": "arn:aws:sns:us-east-1:*:*" }, "Bool": { "aws:SecureTransport": "true" } }
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Principal": { "Service": "cloudfront.amazonaws.com" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-site/*",
  "Condition": { "StringEquals": { "AWS:SourceArn": "arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Service": "s3.amazonaws.com" }, "Action": "sns:Publish", "Resource": "arn:aws:sns:us-east-1:111122223333:uploads",
  "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } }
}
"#,
        r#"
{ "Effect": "Allow", "Principal": { "Service": "lambda.amazonaws.com" }, "Action": "sts:AssumeRole" }
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "Service": "alexa-appkit.amazon.com" }, "Action": "lambda:InvokeFunction",
  "Resource": "arn:aws:lambda:us-east-1:111122223333:function:skill",
  "Condition": { "StringEquals": { "lambda:EventSourceToken": "amzn1.ask.skill.12345678" } }
}
"#,
        r#"
{ "Effect": "Deny", "Principal": { "Service": "s3.amazonaws.com" }, "Action": "sns:Publish", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if !lets_any_source_in(cx, statement) || !pins_any(statement, &OTHER_KEYS).is_no() {
        return;
    }
    // The token of an Alexa skill is what other services have their source keys for.
    if !pins(statement, "lambda:EventSourceToken").is_no() {
        return;
    }
    for service in services(statement) {
        let name = &service.value.text;
        cx.report(service.span, format!("`{name}` is let in whatever customer it acts for"))
            .help("add a condition on `aws:SourceArn` or `aws:SourceAccount`");
    }
}
