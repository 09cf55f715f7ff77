//! What a Lambda function needs to run: its log.

use policy::tree::PolicyKind;

use super::shared_parameters::{ACCOUNT_ID, FUNCTION_NAME, REGION};
use super::shared_statements::{policy_of, write_log_of_function};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "lambda-basic-execution",
    summary: "lets a Lambda function write its own log",
    kind: PolicyKind::Identity,
    parameters: &[
        FUNCTION_NAME,
        Parameter { meaning: "the function's region", ..REGION },
        Parameter { meaning: "the function's account", ..ACCOUNT_ID },
    ],
    policy: policy_of!(write_log_of_function!()),
    notes: &[
        Note::Always("it is for the function's execution role, and allows neither to invoke nor to change functions"),
        Note::Always("only the log group `/aws/lambda/NAME` is written; a group configured by another name is not"),
    ],
    references: &[
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html",
        "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
    ],
    examples: &[Example {
        values: &[("function_name", "orders-api"), ("region", "eu-west-1"), ("account_id", "111122223333")],
        allowed: &[
            Ask::of("logs:CreateLogGroup", "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders-api"),
            Ask::of(
                "logs:PutLogEvents",
                "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders-api:log-stream:2026/11/22/[$LATEST]1a2b",
            ),
        ],
        denied: &[
            Ask::of(
                "logs:PutLogEvents",
                "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders-api-v2:log-stream:2026/11/22/[$LATEST]1a2b",
            ),
            Ask::of("lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:111122223333:function:orders-api"),
        ],
    }],
};
