//! What a policy says of a request, read plainly from AWS's documentation and sharing nothing with the checks but the tree.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>

use policy::tree::{
    ConditionEntry, Operator, OperatorName, Policy, PrincipalElement, PrincipalType, SetPrefix, Statement,
};

use crate::comparison::{Values, compares, is_resource};
use crate::wildcard::matches_ignoring_case;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    Denied,
    Allowed,
    /// No statement is about the request.
    Silent,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Caller {
    Anonymous,
    Aws { arn: String, account: String },
    Service(String),
    Federated(String),
    Canonical(String),
}

#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) caller: Caller,
    pub(crate) action: String,
    pub(crate) resource: String,
    /// Keys with their values; what is absent is not listed.
    pub(crate) context: Vec<(String, Vec<String>)>,
    pub(crate) reading: Reading,
}

/// What AWS does not document; a safe fix is safe in every reading.
#[allow(clippy::struct_excessive_bools, reason = "each is a question of its own")]
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    /// `"*"` names services too.
    pub(crate) everyone_is_services: bool,
    /// An operator without a set prefix holds for several values if it holds for one of them.
    pub(crate) plain_takes_lists: bool,
    /// An ARN of fewer than six parts goes on with wildcards; otherwise it matches nothing.
    pub(crate) short_goes_on: bool,
    /// A set operator with `IfExists` holds if the key is absent.
    pub(crate) any_if_exists: bool,
}

pub(crate) fn decide(policy: &Policy, request: &Request) -> Decision {
    let about: Vec<_> =
        policy.statements.iter().filter(|statement| applies(policy, statement, request)).collect();
    if about.iter().any(|statement| statement.denies()) {
        Decision::Denied
    } else if about.iter().any(|statement| statement.allows()) {
        Decision::Allowed
    } else {
        Decision::Silent
    }
}

/// Whether the statement is about the request, whatever its effect.
pub(crate) fn applies(policy: &Policy, statement: &Statement, request: &Request) -> bool {
    let values = Values {
        context: &request.context,
        has_variables: policy.variables_active(),
        short_goes_on: request.reading.short_goes_on,
    };
    let named = |element: &PrincipalElement| is_named(element, request);
    let action =
        |text: &str| text == "*" || text.contains(':') && matches_ignoring_case(text, &request.action);
    let resource = |text: &str| is_resource(text, &request.resource, &values);
    statement.principal.as_ref().is_none_or(named)
        && !statement.not_principal.as_ref().is_some_and(named)
        && (statement.action.is_none() || statement.actions().iter().any(|one| action(one.value.as_str())))
        && !statement.not_actions().iter().any(|one| action(one.value.as_str()))
        && (statement.resource.is_none()
            || statement.resources().iter().any(|one| resource(one.value.as_str())))
        && !statement.not_resources().iter().any(|one| resource(one.value.as_str()))
        && statement
            .condition
            .iter()
            .flat_map(policy::tree::Condition::entries)
            .all(|(operator, entry)| holds(operator, entry, &values, request.reading))
}

fn is_named(element: &PrincipalElement, request: &Request) -> bool {
    let everyone = |caller: &Caller| match caller {
        Caller::Service(_) => request.reading.everyone_is_services,
        _ => true,
    };
    let bare = element.text.as_ref().is_some_and(|text| text.value.text == "*" && everyone(&request.caller));
    bare || element.entries.iter().any(|entry| {
        entry.element.items.iter().any(|item| {
            let text = item.value.text.as_str();
            match (&entry.kind, &request.caller) {
                (PrincipalType::Aws, caller) if text == "*" => everyone(caller),
                (PrincipalType::Aws, Caller::Aws { arn, account }) => {
                    text == arn || text == account || is_account(text, account)
                }
                (PrincipalType::Service, Caller::Service(name)) => text == name || text == "*",
                (PrincipalType::Federated, Caller::Federated(name))
                | (PrincipalType::CanonicalUser, Caller::Canonical(name)) => text == name,
                _ => false,
            }
        })
    })
}

fn is_account(text: &str, account: &str) -> bool {
    text.starts_with("arn:aws") && text.ends_with(&format!(":iam::{account}:root"))
}

fn holds(operator: &Operator, entry: &ConditionEntry, values: &Values<'_>, reading: Reading) -> bool {
    let Some(name) = operator.name else { return false };
    let found = values.of(&entry.key.value.text);
    let texts: Vec<_> = entry.values.iter().map(|value| value.value.text()).collect();
    if name == OperatorName::Null {
        return texts.iter().any(|text| text.eq_ignore_ascii_case("true") == found.is_empty());
    }
    // A positive operator holds for one of the values, a negated one for none.
    let passes =
        |value: &String| texts.iter().any(|text| compares(name, text, value, values)) != name.is_negated();
    match (operator.set, found) {
        (Some(SetPrefix::ForAllValues), found) => found.iter().all(passes),
        (Some(SetPrefix::ForAnyValue), []) => operator.if_exists && reading.any_if_exists,
        (Some(SetPrefix::ForAnyValue), found) => found.iter().any(passes),
        (None, []) => operator.if_exists || name.is_negated(),
        (None, [one]) => passes(one),
        (None, several) => reading.plain_takes_lists && several.iter().any(passes),
    }
}
