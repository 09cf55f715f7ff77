//! Permissions to pass roles to certain services only.

use policy::tree::{Condition, ConditionEntry, Operator, OperatorName, OperatorType, Statement};
use policy::{ActionPattern, Span};

use crate::constraint::{only_value, pattern};
use crate::{Cx, reach};

const KEY: &str = "iam:PassedToService";
const PASS_ROLE: &str = "iam:PassRole";

/// More than any policy has: each is held against every path.
const MOST: usize = 50;

/// Where the policy allows to pass roles, and nothing but the service that gets them limits it.
///
/// A role can only be passed to a service that it trusts, so for what is done by way of this very service the condition changes
/// nothing.
pub(crate) fn to_some_services<'a>(cx: &Cx<'a>) -> Vec<(Span, &'a Statement)> {
    let is_limited = |statement: &&Statement| {
        let mut entries = statement.condition.iter().flat_map(Condition::entries);
        entries.any(|(_, entry)| entry.key.value.is(KEY)) && !reach::is_narrowed_but(statement, KEY)
    };
    let allows = cx.policy.statements.iter().filter(|statement| statement.allows());
    let limited = allows.filter(is_limited).filter_map(|statement| Some((place(statement)?, statement)));
    let found: Vec<_> = limited.take(MOST).collect();
    if found.is_empty() || reach::is_denied(cx, PASS_ROLE) { Vec::new() } else { found }
}

fn place(statement: &Statement) -> Option<Span> {
    let passes = |entry: &ActionPattern| entry.matches(PASS_ROLE);
    statement.actions().iter().find(|entry| passes(&entry.value)).map(|entry| entry.span)
}

/// Whether a role may be passed to the service in which the next step after the passing is taken.
pub(crate) fn reaches(statement: &Statement, steps: &[&str]) -> bool {
    let next = steps.get(1).and_then(|step| step.split_once(':'));
    let Some((prefix, _)) = next.filter(|_| steps.first() == Some(&PASS_ROLE)) else { return false };
    let receiver = receiver(prefix);
    let mut entries = statement.condition.iter().flat_map(Condition::entries);
    entries.all(|(operator, entry)| !entry.key.value.is(KEY) || admits(operator, entry, &receiver))
}

/// The principal that gets the role.
///
/// Source: the examples of trust policies in the user guides of the services.
fn receiver(prefix: &str) -> String {
    match prefix {
        "apprunner" => "tasks.apprunner.amazonaws.com".to_owned(),
        "ecs" => "ecs-tasks.amazonaws.com".to_owned(),
        _ => format!("{prefix}.amazonaws.com"),
    }
}

fn admits(operator: &Operator, entry: &ConditionEntry, receiver: &str) -> bool {
    let Some(name) = operator.name.filter(|_| entry.misplaced.is_empty()) else { return false };
    if name == OperatorName::Null {
        return only_value(entry).is_some_and(|value| value == "false");
    }
    let patterns: Vec<_> = entry.values.iter().map(|value| pattern(name, &value.value)).collect();
    let is_plain =
        name.value_type() == OperatorType::String && patterns.iter().all(|(_, is_exact)| *is_exact);
    is_plain && patterns.iter().any(|(pattern, _)| pattern.matches(receiver)) != name.is_negated()
}

#[cfg(test)]
mod tests {
    use policy::{Document, Limits};

    use super::*;

    #[test]
    fn a_service_is_judged_by_the_condition() {
        let lambda = ["iam:PassRole", "lambda:CreateFunction"];
        let tasks = ["iam:PassRole", "ecs:RegisterTaskDefinition"];
        for (steps, condition, expected) in [
            (&lambda, r#"{"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}"#, true),
            (&lambda, r#"{"StringLike":{"iam:passedtoservice":["ec2.*","*.amazonaws.com"]}}"#, true),
            (&lambda, r#"{"StringEquals":{"iam:PassedToService":"*.amazonaws.com"}}"#, false),
            (&lambda, r#"{"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}"#, false),
            (&lambda, r#"{"StringNotEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}"#, true),
            (
                &lambda,
                r#"{"StringNotEquals":{"iam:PassedToService":["ec2.amazonaws.com","lambda.amazonaws.com"]}}"#,
                false,
            ),
            (&lambda, r#"{"StringEquals":{"iam:PassedToService":"${aws:PrincipalTag/s}"}}"#, false),
            (&lambda, r#"{"Null":{"iam:PassedToService":"false"}}"#, true),
            (&tasks, r#"{"StringEqualsIfExists":{"iam:PassedToService":"ecs-tasks.amazonaws.com"}}"#, true),
            (&tasks, r#"{"StringEquals":{"iam:PassedToService":"ecs.amazonaws.com"}}"#, false),
        ] {
            let text = format!(r#"{{"Statement":{{"Effect":"Allow","Condition":{condition}}}}}"#);
            let document = Document::read("p.json", text.as_bytes(), None, &Limits::default());
            let statement = policy::tree::lower(&document.root).statements.remove(0);
            assert_eq!(reaches(&statement, steps), expected, "{steps:?} under {condition}");
        }
    }
}
