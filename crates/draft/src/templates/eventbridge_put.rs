//! Puts events on a bus.

use policy::tree::PolicyKind;

use super::parameter::{Listed, Need};
use super::shared_parameters::{ACCOUNT_ID, REGION};
use super::{Ask, Example, Note, Parameter, Template};

pub(super) const TEMPLATE: Template = Template {
    id: "eventbridge-put",
    summary: "puts events of one source on an event bus",
    kind: PolicyKind::Identity,
    parameters: &[
        Parameter {
            name: "event_bus_name",
            meaning: "the event bus",
            pattern: "[A-Za-z0-9_./-]{1,256}",
            form: "the name of an event bus: letters, digits and characters of `_./-`",
            need: Need::Default("default"),
            example: "orders",
            listed: Listed::No,
        },
        Parameter {
            name: "source",
            meaning: "the `source` of the events",
            pattern: "[A-Za-z0-9_.-]{1,256}",
            form: "a source: letters, digits and characters of `_.-`",
            need: Need::Required,
            example: "com.acme.orders",
            listed: Listed::No,
        },
        Parameter { meaning: "the bus's region", ..REGION },
        Parameter { meaning: "the bus's account", ..ACCOUNT_ID },
    ],
    policy: r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "PutEvents",
      "Effect": "Allow",
      "Action": "events:PutEvents",
      "Resource": "arn:{{partition}}:events:{{region}}:{{account_id}}:event-bus/{{event_bus_name}}",
      "Condition": {
        "ForAllValues:StringEquals": { "events:source": "{{source}}" },
        "Null": { "events:source": "false" }
      }
    }
  ]
}
"#,
    notes: &[
        Note::Always("events of any other source are refused, so that nobody can pass for another program"),
        Note::Always("any detail type and any detail can be sent; rules and targets cannot be changed"),
    ],
    references: &[
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html",
    ],
    examples: &[
        Example {
            values: &[
                ("source", "com.acme.orders"),
                ("region", "eu-west-1"),
                ("account_id", "111122223333"),
            ],
            allowed: &[
                Ask::of("events:PutEvents", "arn:aws:events:eu-west-1:111122223333:event-bus/default")
                    .with(&[("events:source", "com.acme.orders")]),
            ],
            denied: &[
                Ask::of("events:PutEvents", "arn:aws:events:eu-west-1:111122223333:event-bus/default")
                    .with(&[("events:source", "com.acme.billing")]),
                Ask::of("events:PutEvents", "arn:aws:events:eu-west-1:111122223333:event-bus/other")
                    .with(&[("events:source", "com.acme.orders")]),
            ],
        },
        Example {
            values: &[
                ("event_bus_name", "orders"),
                ("source", "com.acme.orders"),
                ("region", "eu-west-1"),
                ("account_id", "111122223333"),
            ],
            allowed: &[
                Ask::of("events:PutEvents", "arn:aws:events:eu-west-1:111122223333:event-bus/orders")
                    .with(&[("events:source", "com.acme.orders")]),
            ],
            denied: &[
                Ask::of("events:PutEvents", "arn:aws:events:eu-west-1:111122223333:event-bus/orders"),
                Ask::of("events:PutRule", "arn:aws:events:eu-west-1:111122223333:rule/orders/all"),
            ],
        },
    ],
};
