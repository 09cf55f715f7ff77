//! A limit on the attributes of DynamoDB items that a request need not name.

use policy::Severity;
use policy::tree::{ConditionEntry, Statement};

use crate::constraint::entries;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "dynamodb-attributes-without-select",
    aliases: &["DYNAMODB_ATTRIBUTES_WITHOUT_SELECT"],
    summary: "`dynamodb:Attributes` is limited, but requests for all attributes are not kept out",
    category: Category::Exposure,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
A request that names no attributes asks for all of them, and `dynamodb:Attributes` has no value then that could be forbidden. Only a condition on `dynamodb:Select` makes requests name what they want.
",
    fix: r#"
Add `"StringEquals": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}` to the same statement; with `IfExists` where the statement also allows actions that have no such key.
"#,
    references: &[
        "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html",
    ],
    flagged: &[r#"
{
  "Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:Query"], "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/GameScores",
  "Condition": { "ForAllValues:StringEquals": { "dynamodb:Attributes": ["UserId", "TopScore"] } }
                                                ^^^^^^^^^^^^^^^^^^^^^ requests that name no attributes get all of them
}
"#],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:Query"], "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/GameScores",
  "Condition": { "ForAllValues:StringEquals": { "dynamodb:Attributes": ["UserId", "TopScore"] }, "StringEqualsIfExists": { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/GameScores",
  "Condition": { "ForAllValues:StringEquals": { "dynamodb:Attributes": ["UserId", "TopScore"] } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/GameScores",
  "Condition": { "ForAnyValue:StringEquals": { "dynamodb:Attributes": "Secret" } }
}
"#,
    ],
    run: Run::Statement(run),
};

/// Actions that return the attributes of items.
const READS: [&str; 6] = [
    "dynamodb:GetItem",
    "dynamodb:BatchGetItem",
    "dynamodb:Query",
    "dynamodb:Scan",
    "dynamodb:TransactGetItems",
    "dynamodb:PartiQLSelect",
];

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let Some((_, entry)) = entries(statement, "dynamodb:Attributes").next().filter(|_| statement.allows())
    else {
        return;
    };
    let actions = statement.actions();
    let reads = actions.iter().any(|action| READS.iter().any(|read| action.value.matches(read)));
    if reads && !selects_named_attributes(statement) {
        cx.report(entry.key.span, "requests that name no attributes get all of them")
            .help("add a condition that `dynamodb:Select` is `SPECIFIC_ATTRIBUTES`");
    }
}

/// Whether the statement asks for it, or may ask for it by a value that is not known.
fn selects_named_attributes(statement: &Statement) -> bool {
    let selects = |entry: &ConditionEntry| {
        let mut values = entry.values.iter().map(|value| value.value.text());
        values.all(|value| value == "SPECIFIC_ATTRIBUTES" || value.contains("${"))
    };
    let mut asked = entries(statement, "dynamodb:Select");
    asked.any(|(operator, entry)| operator.name.is_some_and(|name| !name.is_negated()) && selects(entry))
}
