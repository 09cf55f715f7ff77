//! A function policy that grants more than calling the function.

use policy::tree::{PolicyKind, Statement};
use policy::{ResourcePattern, Severity};

use crate::{Category, Check, Cx, Run, reach};

pub(super) const CHECK: Check = Check {
    id: "unusual-lambda-permission-action",
    aliases: &[],
    summary: "the policy of a Lambda function grants another action than invoking it",
    category: Category::Exposure,
    severity: Severity::Low,
    since: "0.1.0",
    why: r"
What others need of a function is to call it. A policy of a function that grants something else, such as updating its code or changing this policy, hands the function over.
",
    fix: r"
Grant `lambda:InvokeFunction`, or `lambda:InvokeFunctionUrl` for its URL.
",
    references: &["https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "444455556666" }, "Action": "lambda:*", "Resource": "arn:aws:lambda:us-east-1:111122223333:function:app" }
                                                                       ^^^^^^^^^^ `lambda:*` is more than calling the function
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "AWS": "444455556666" }, "Action": ["lambda:InvokeFunction", "lambda:UpdateFunctionCode"],
                                                                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `lambda:UpdateFunctionCode` is more than calling the function
  "Resource": "arn:aws:lambda:us-east-1:111122223333:function:app"
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" }, "Action": "lambda:InvokeFunction",
  "Resource": "arn:aws:lambda:us-east-1:111122223333:function:app",
  "Condition": { "ArnLike": { "AWS:SourceArn": "arn:aws:sns:us-east-1:111122223333:t" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "AWS": "444455556666" }, "Action": "lambda:GetLayerVersion",
  "Resource": "arn:aws:lambda:us-east-1:111122223333:layer:shared:3"
}
"#,
        r#"
{ "Effect": "Deny", "Principal": "*", "Action": "lambda:UpdateFunctionCode", "Resource": "arn:aws:lambda:us-east-1:111122223333:function:app" }
"#,
    ],
    run: Run::Statement(run),
};

/// What the policy of a function is for.
const USUAL: [&str; 3] = ["lambda:InvokeFunction", "lambda:InvokeFunctionUrl", "lambda:InvokeAsync"];

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if cx.kind != PolicyKind::Resource || !statement.allows() {
        return;
    }
    let is_function = |resource: &ResourcePattern| match resource.parts() {
        [_, _, service, _, _, id] => {
            service.as_literal().as_deref() == Some("lambda") && id.literal_prefix().starts_with("function:")
        }
        _ => false,
    };
    if !statement.resources().iter().any(|resource| is_function(&resource.value)) {
        return;
    }
    for entry in statement.actions().iter().filter(|entry| !entry.value.is_everything()) {
        let is_usual = USUAL.iter().any(|usual| entry.value.matches(usual));
        if !is_usual || reach::is_whole_service(&entry.value) {
            cx.report(entry.span, format!("`{}` is more than calling the function", entry.value));
        }
    }
}
