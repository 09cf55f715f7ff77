//! From a wish to a policy.

use super::Prompt;
use crate::completion::{Argument, Source};

pub(super) const PROMPT: Prompt = Prompt {
    name: "generate_secure_policy",
    title: "Write a least-privilege policy",
    summary: "Leads from a task in words to a checked policy that allows it and nothing else",
    arguments: &[
        Argument {
            name: "service",
            help: "the AWS service by its prefix, such as `s3`",
            required: true,
            default: None,
            source: Source::Services,
        },
        Argument {
            name: "operations",
            help: "what is to be done there, in words or as actions, such as `read and list objects`",
            required: true,
            default: None,
            source: Source::ActionsOf("service"),
        },
        Argument {
            name: "resources",
            help: "names or ARNs of what it is done to, such as `arn:aws:s3:::acme-reports`",
            required: true,
            default: None,
            source: Source::Free,
        },
        Argument {
            name: "principal_type",
            help: "who acts; `Lambda function` if left out",
            required: false,
            default: Some("Lambda function"),
            source: Source::Words(&[
                "Lambda function",
                "EC2 instance",
                "ECS task",
                "EKS pod",
                "CI pipeline",
                "IAM role",
                "IAM user",
                "another AWS account",
            ]),
        },
    ],
    text: "
Write an IAM policy that lets `principal_type` perform `operations` of `service` on `resources`, and nothing else.

1. `suggest_actions` with the operations as its description: settle which actions are meant. Where the words leave it open, ask the user instead of taking more.
2. `query_action_details` for every action, `query_arn_formats` for the service: what each acts on, and how its ARN is written. Ask for a region, an account or a name that is missing.
3. `check_sensitive_actions` and `get_required_conditions` with the actions: which of them deserve a condition. `query_condition_keys` has the keys of the service.
4. `list_templates`: where one does this task, `generate_policy_from_template`; otherwise `build_minimal_policy`. Actions on different resources stand in different statements.
5. `validate_policy`; mend what it finds, and validate again until nothing is found. What has to stay is told to the user with the reason.
6. `simulate_policy` with a request that must be allowed, one on another resource, and one with another action that must not.

Answer with the policy as one JSON object; for each statement one sentence on what it is for; what the user has to decide or fill in. \
Name a protection only where a condition or a statement of the policy makes it. If the principal needs a trust policy, say so, and write it apart.
",
};
