//! Actions whose service does not exist.

use catalog::Catalog;
use policy::ActionPattern;
use policy::tree::{Spanned, Statement};

/// The actions whose service prefix is not in the catalogue, with that prefix. A prefix with wildcards stands for many and
/// is not meant; nor are services that only AWS's own policies name.
pub(crate) fn unknown_services<'a>(
    catalog: &Catalog,
    statement: &'a Statement,
) -> Vec<(&'a Spanned<ActionPattern>, &'a str)> {
    let actions = statement.actions().iter().chain(statement.not_actions());
    let prefixed = actions.filter_map(|action| Some((action, action.value.as_str().split_once(':')?.0)));
    let unknown = prefixed.filter(|(action, prefix)| {
        !prefix.contains(['*', '?'])
            && catalog.service(prefix).is_none()
            && !catalog.is_undocumented_action(action.value.as_str())
    });
    unknown.collect()
}

/// What was likely meant by an action of an unknown service: an action that exists, or else the same under the nearest service.
pub(crate) fn nearest(catalog: &Catalog, action: &str, prefix: &str) -> Option<String> {
    if let Some(near) = catalog.nearest_actions(action).first() {
        return Some(near.full_name());
    }
    let service = *catalog.nearest_services(prefix).first()?;
    let name = action.split_once(':')?.1;
    Some(format!("{}:{name}", service.prefix()))
}
