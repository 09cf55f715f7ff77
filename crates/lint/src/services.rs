//! Names that begin with a service that does not exist.

use catalog::Catalog;
use policy::ActionPattern;
use policy::tree::{Condition, ConditionKey, Spanned, Statement};

use crate::Cx;

/// The actions whose service prefix is not in the catalogue, with that prefix. A prefix with wildcards stands for many and
/// is not meant, nor is one with a variable; nor are services that only AWS's own policies name.
pub(crate) fn unknown_services<'a>(
    catalog: &'a Catalog,
    statement: &'a Statement,
) -> impl Iterator<Item = (&'a Spanned<ActionPattern>, &'a str)> {
    let actions = statement.actions().iter().chain(statement.not_actions());
    let prefixed = actions.filter_map(|action| Some((action, action.value.as_str().split_once(':')?.0)));
    prefixed.filter(|(action, prefix)| {
        !prefix.contains(['*', '?', '$'])
            && catalog.service(prefix).is_none()
            && !catalog.is_undocumented_action(action.value.as_str())
    })
}

/// What it costs to know that a service is unknown.
pub(crate) const UNKNOWN: usize = 300;

/// The condition keys whose prefix is neither a service nor that of any key in the catalogue, with that prefix. A prefix with
/// a dot is the host of an identity provider.
pub(crate) fn keys_of_unknown_services<'a>(
    catalog: &Catalog,
    statement: &'a Statement,
) -> Vec<(&'a Spanned<ConditionKey>, &'a str)> {
    let entries = statement.condition.iter().flat_map(Condition::entries);
    let prefixed = entries.filter_map(|(_, entry)| Some((&entry.key, entry.key.value.prefix()?)));
    let unknown = prefixed.filter(|(_, prefix)| {
        let is_name = prefix.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
        is_name && !prefix.is_empty() && catalog.service(prefix).is_none() && !catalog.has_keys_of(prefix)
    });
    unknown.collect()
}

/// What was likely meant by an action of an unknown service: an action that exists, or else the same under the nearest service.
/// If AWS has retired the service, nothing else was meant; only a successor takes its place.
///
/// INVARIANT: two checks part the actions by this answer, so both ask it of the same actions in the same order, before they
/// search for anything else; then they run out of searches at the same action.
pub(crate) fn nearest(cx: &mut Cx<'_>, action: &str, prefix: &str) -> Option<String> {
    let name = action.split_once(':')?.1;
    if let Some(retired) = cx.catalog.retired_prefix(prefix) {
        return Some(format!("{}:{name}", retired.successor()?.prefix()));
    }
    if !cx.may_search() {
        return None;
    }
    if let Some(near) = cx.catalog.nearest_actions(action).first() {
        return Some(near.full_name());
    }
    let service = *cx.catalog.nearest_services(prefix).first()?;
    Some(format!("{}:{name}", service.prefix()))
}
