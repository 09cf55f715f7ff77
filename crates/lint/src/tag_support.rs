//! Conditions on the tags of a resource, and actions whose requests never have any.

use policy::Span;
use policy::tree::{Condition, ConditionEntry, OperatorName, Statement};

use crate::Cx;

/// The first condition of a statement on `aws:ResourceTag` that a request without the key does not meet.
pub(crate) fn tag_condition(statement: &Statement) -> Option<&ConditionEntry> {
    let mut entries = statement.condition.iter().flat_map(Condition::entries);
    let demanding = entries.find(|(operator, entry)| {
        let is_met_without = operator.if_exists
            || operator.set.is_some()
            || operator.name.is_none_or(OperatorName::is_negated);
        let is_tag = entry.key.value.base().eq_ignore_ascii_case("aws:ResourceTag");
        is_tag && !is_met_without && operator.name != Some(OperatorName::Null)
    });
    demanding.map(|(_, entry)| entry)
}

/// The first entry of `Action` for each service that knows no such key for any action the entries stand for, with its prefix.
pub(crate) fn services_without<'a>(cx: &Cx<'_>, statement: &'a Statement, key: &str) -> Vec<(Span, &'a str)> {
    let mut found: Vec<(Span, &str)> = Vec::new();
    for action in statement.actions() {
        let Some((prefix, _)) = action.value.as_str().split_once(':') else { continue };
        let is_known = |service: &str| service.eq_ignore_ascii_case(prefix);
        let Some(service) =
            cx.catalog.service(prefix).filter(|_| !found.iter().any(|(_, known)| is_known(known)))
        else {
            continue;
        };
        if service.condition_key(key).is_none() && !takes_tags(service) {
            found.push((action.span, prefix));
        }
    }
    found
}

/// Whether some action of the service is known to be limited by a key for the tags of its resources.
fn takes_tags(service: catalog::Service<'_>) -> bool {
    let mut keys = service.condition_keys();
    keys.any(|key| key.name().split_once(':').is_some_and(|(_, name)| name.starts_with("ResourceTag")))
}
