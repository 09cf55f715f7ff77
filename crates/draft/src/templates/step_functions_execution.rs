//! Runs a state machine.

use policy::tree::PolicyKind;

use super::parameter::{Listed, Need};
use super::shared_parameters::{ACCOUNT_ID, REGION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "step-functions-execution",
    summary: "starts, watches and stops the executions of a state machine",
    kind: PolicyKind::Identity,
    parameters: &[
        Parameter {
            name: "state_machine_name",
            meaning: "the state machine",
            pattern: "[A-Za-z0-9_-]{1,80}",
            form: "the name of a state machine: up to 80 letters, digits, hyphens and underscores",
            need: Need::Required,
            example: "fulfil-order",
            listed: Listed::No,
        },
        Parameter { meaning: "the state machine's region", ..REGION },
        Parameter { meaning: "the state machine's account", ..ACCOUNT_ID },
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "StartExecutions",
      "Effect": "Allow",
      "Action": ["states:DescribeStateMachine", "states:ListExecutions", "states:StartExecution"],
      "Resource": "arn:{{partition}}:states:{{region}}:{{account_id}}:stateMachine:{{state_machine_name}}"
    },
    {
      "Sid": "WatchAndStopExecutions",
      "Effect": "Allow",
      "Action": ["states:DescribeExecution", "states:GetExecutionHistory", "states:StopExecution"],
      "Resource": "arn:{{partition}}:states:{{region}}:{{account_id}}:execution:{{state_machine_name}}:*"
    }
  ]
}
"#,
    notes: &[
        Note::Always("versions and aliases are resources of their own, such as `stateMachine:NAME:1`, and cannot be started"),
        Note::Always("whoever starts an execution has the state machine's role do its work; what it does stands there"),
        Note::Always("inputs and outputs of all executions can be read"),
        Note::Always("synchronous runs of express workflows need `states:StartSyncExecution`, which is not granted"),
    ],
    references: &[
        "https://docs.aws.amazon.com/step-functions/latest/dg/concept-create-iam-advanced.html",
    ],
    examples: &[
        Example {
            values: &[
                ("state_machine_name", "fulfil-order"),
                ("region", "eu-west-1"),
                ("account_id", "111122223333"),
            ],
            allowed: &[
                Ask::of(
                    "states:StartExecution",
                    "arn:aws:states:eu-west-1:111122223333:stateMachine:fulfil-order",
                ),
                Ask::of(
                    "states:StopExecution",
                    "arn:aws:states:eu-west-1:111122223333:execution:fulfil-order:run-1",
                ),
            ],
            denied: &[
                Ask::of(
                    "states:StopExecution",
                    "arn:aws:states:eu-west-1:111122223333:execution:fulfil-order-2:run-1",
                ),
                Ask::of(
                    "states:UpdateStateMachine",
                    "arn:aws:states:eu-west-1:111122223333:stateMachine:fulfil-order",
                ),
                Ask::of(
                    "states:StartExecution",
                    "arn:aws:states:eu-west-1:111122223333:stateMachine:refund",
                ),
            ],
        },
    ],
};
