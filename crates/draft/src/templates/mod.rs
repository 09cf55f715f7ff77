//! What is asked for again and again: policies with places for names. Adding one touches its file and a line here.
//!
//! ```text
//! Template + values ─ fill ─> Filled (policy, notes)      every example: no check finds anything, and requests are decided as it says
//! ```

mod fill;
mod parameter;
mod shared_parameters;
mod shared_statements;
mod template;

pub use fill::Filled;
pub use parameter::{Listed, Need, Parameter, ValueFault};
pub use template::{Ask, Example, Note, Template, nearest_templates, template};

macro_rules! templates {
    ($($name:ident,)*) => {
        $(mod $name;)*

        /// Every template, by its name.
        pub const TEMPLATES: &[&Template] = &[$(&$name::TEMPLATE),*];
    };
}

templates! {
    api_gateway_invoke,
    bedrock_invoke,
    break_glass,
    cloudwatch_logs,
    cross_account_assume_role,
    cross_account_read,
    dynamodb_crud,
    ec2_describe,
    ecr_push,
    ecs_task,
    ecs_task_execution,
    eks_irsa,
    eventbridge_put,
    github_oidc_trust,
    kms_encrypt_decrypt,
    lambda_basic_execution,
    lambda_s3_trigger,
    lambda_vpc,
    partner_access_by_tag,
    rds_iam_connect,
    read_only_auditor,
    s3_read_only,
    s3_read_write,
    secrets_manager_read,
    sns_publisher,
    sqs_consumer,
    sqs_producer,
    step_functions_execution,
}
