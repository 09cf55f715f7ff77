//! What is wrong with a policy that somebody has?

use super::{Step, Workflow};

pub(super) const WORKFLOW: Workflow = Workflow {
    title: "Review a policy",
    task: "Somebody shows the policy of a deployment role and asks whether it is right.",
    steps: &[
        Step {
            tool: "validate_policy",
            why: "mistakes and risks, with their places; one of its actions does not exist",
            arguments: r#"
{
  "policy": {
    "Version": "2012-10-17",
    "Statement": [
      { "Sid": "PassRoles", "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*" },
      { "Sid": "ReadLogs", "Effect": "Allow", "Action": "logs:GetLogEvent",
        "Resource": "arn:aws:logs:eu-west-1:111122223333:log-group:/app/orders:*" }
    ]
  }
}
"#,
            answers: &[
                ("/is_valid", "false"),
                ("/issues/0/check_id", "\"pass-role-with-star-in-resource\""),
                ("/issues/1/check_id", "\"invalid-action\""),
                ("/issues/1/suggestion", "\"did you mean `logs:GetLogEvents`?\""),
            ],
        },
        Step {
            tool: "get_check_details",
            why: "why the first finding matters, and what to do",
            arguments: r#"{ "check_id": "pass-role-with-star-in-resource" }"#,
            answers: &[("/default_severity", "\"high\"")],
        },
        Step {
            tool: "validate_policy",
            why: "the policy as it should be: one role, for one service, and the action's right name",
            arguments: r#"
{
  "policy": {
    "Version": "2012-10-17",
    "Statement": [
      { "Sid": "PassRoles", "Effect": "Allow", "Action": "iam:PassRole",
        "Resource": "arn:aws:iam::111122223333:role/orders-function",
        "Condition": { "StringEquals": { "iam:PassedToService": "lambda.amazonaws.com" } } },
      { "Sid": "ReadLogs", "Effect": "Allow", "Action": "logs:GetLogEvents",
        "Resource": "arn:aws:logs:eu-west-1:111122223333:log-group:/app/orders:log-stream:*" }
    ]
  }
}
"#,
            answers: &[("/is_valid", "true"), ("/issues", "[]")],
        },
    ],
    end: "Tell the findings by severity with the place of each, then the mended policy. Which role and which service are meant only the user knows: ask.",
};
