//! A value of an ARN operator that is no ARN.

use catalog::Scalar;
use policy::tree::{ConditionEntry, Operator, OperatorType, Spanned, Statement};
use policy::{Glob, Severity};

use crate::condition_keys::KeyFacts;
use crate::literals::fixed_texts;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "arn-operator-with-non-arn-value",
    aliases: &[],
    summary: "an operator for ARNs compares with something that is none",
    category: Category::Effect,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
`ArnEquals`, `ArnLike` and their negations compare the six parts of an ARN. A value that has other parts equals no ARN: the condition never holds, or, if it is negated, always.
",
    fix: r"
Write the whole ARN, with `*` for the parts that do not matter; or use an operator for strings where the key holds none.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN",
    ],
    flagged: &[r#"
# as resource AWS::SQS::Queue
{
  "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" },
  "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:111122223333:orders",
  "Condition": { "ArnEquals": { "aws:SourceArn": ["my-topic", "111122223333", "arn:aws:sns"] } }
                                                  ^^^^^^^^^^ `my-topic` is no ARN
                                                              ^^^^^^^^^^^^^^ `111122223333` is no ARN
                                                                              ^^^^^^^^^^^^^ `arn:aws:sns` is no ARN
}
"#],
    clean: &[
        r#"
# as resource AWS::SQS::Queue
{
  "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" },
  "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:111122223333:orders",
  "Condition": { "ArnLike": { "aws:SourceArn": ["arn:aws:sns:us-east-1:111122223333:t", "*", "arn:aws:s3:::b", "arn:aws:sns:*", "${Topic}"] } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "aws:SourceArn": "my-topic" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    if operator.value.name.is_none_or(|name| name.value_type() != OperatorType::Arn) {
        return;
    }
    let every_arn = Glob::new("arn:*:*:*:*:*");
    let wrong: Vec<_> =
        fixed_texts(entry).filter(|(_, text)| !Glob::new(text).intersects(&every_arn)).collect();
    if wrong.is_empty() {
        return;
    }
    // Where the key holds no ARN at all, the operator is at fault and not the value.
    let facts = KeyFacts::of(cx.catalog, &entry.key.value);
    if facts.is_some_and(|facts| facts.scalar != Scalar::Arn && !facts.is_template) {
        return;
    }
    for (value, text) in wrong {
        cx.report(value.span, format!("`{text}` is no ARN"))
            .help("write it as `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`, with `*` for parts that do not matter");
    }
}
