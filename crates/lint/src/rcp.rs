//! What the deny statements of a resource control policy must say of AWS's own services.
//!
//! An RCP is asked about every request to the resources of the organization, also those of AWS services: they have no organization
//! and no account, and a request of somebody else has no source. A negated test holds for a key that is absent.
//!
//! Source: <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html>

use policy::tree::{
    Condition, ConditionEntry, ConditionKey, Operator, OperatorName, OperatorType, SetPrefix, Spanned,
    Statement,
};
use policy::{Fix, Safety};

use crate::constraint::{entries, only_value};
use crate::{Cx, insertion};

/// Keys that say to whom the caller belongs.
pub(crate) const PRINCIPAL_KEYS: &[&str] =
    &["aws:PrincipalOrgID", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalOrgPaths"];

/// Keys that say for whom a service calls.
pub(crate) const SOURCE_KEYS: &[&str] =
    &["aws:SourceOrgID", "aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgPaths"];

const IS_SERVICE: &str = "aws:PrincipalIsAWSService";

/// A condition that a denial lacks.
pub(crate) struct Lacking {
    pub(crate) operator: &'static str,
    /// The whole member of `Condition`.
    pub(crate) member: &'static str,
    /// What comes of adding it.
    pub(crate) title: &'static str,
}

/// Reports the first of these keys that the statement tests if it is absent; the condition is added unless its operator is there.
pub(crate) fn report(
    cx: &mut Cx<'_>,
    statement: &Statement,
    keys: &[&str],
    lacking: &Lacking,
    message: impl Fn(&str) -> String,
) {
    let Some(key) = tested_if_absent(statement, keys) else { return };
    let Some(condition) = &statement.condition else { return };
    let has_operator = condition.has_operator(lacking.operator);
    let edit = (!has_operator).then(|| insertion::first_member(cx, condition.span, lacking.member));
    let finding = cx.report(key.span, message(&key.value.text)).help(format!("add `{}`", lacking.member));
    if let Some(edit) = edit {
        finding.fix(Fix { title: lacking.title.to_owned(), safety: Safety::Unsafe, edits: vec![edit] });
    }
}

/// The first of these keys whose test holds for requests without it, if the statement denies.
fn tested_if_absent<'a>(statement: &'a Statement, keys: &[&str]) -> Option<&'a Spanned<ConditionKey>> {
    let entries = statement.condition.iter().flat_map(Condition::entries);
    let of_keys = entries.filter(|(_, entry)| keys.iter().any(|key| entry.key.value.is(key)));
    let mut holding = of_keys.filter(|(operator, entry)| holds_if_absent(operator, entry));
    statement.denies().then(|| holding.next().map(|(_, entry)| &entry.key)).flatten()
}

/// Whether the statement is only about callers that are AWS services, or about all others: `"true"` or `"false"`.
pub(crate) fn demands_service(statement: &Statement, value: &str) -> bool {
    entries(statement, IS_SERVICE).any(|(operator, entry)| {
        let is_bool = operator.name.is_some_and(|name| name.value_type() == OperatorType::Bool);
        is_bool && only_value(entry).is_some_and(|only| only == value)
    })
}

/// Whether the statement tells services by another key.
pub(crate) fn names_services(statement: &Statement) -> bool {
    let keys = ["aws:PrincipalServiceName", "aws:PrincipalServiceNamesList", IS_SERVICE];
    keys.iter().any(|key| entries(statement, key).next().is_some())
}

fn holds_if_absent(operator: &Operator, entry: &ConditionEntry) -> bool {
    match operator.name {
        None => false,
        Some(OperatorName::Null) => only_value(entry).is_some_and(|value| value == "true"),
        Some(name) => match operator.set {
            Some(SetPrefix::ForAllValues) => true,
            Some(SetPrefix::ForAnyValue) => operator.if_exists,
            None => name.is_negated() || operator.if_exists,
        },
    }
}
