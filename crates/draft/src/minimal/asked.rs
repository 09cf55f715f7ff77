//! The conditions that are asked for: whether there are such, and which action on which resource knows them.

use catalog::{Action, Catalog, nearest_words};
use policy::ResourcePattern;
use policy::tree::{Operator, OperatorName};

use super::Refusal;
use super::fit::Fit;
use super::guards::{TLS, owner_is_unknown};
use super::refusal::listed;
use crate::Demand;

/// The conditions, those of one key under one operator together; and those that say nothing.
pub(super) fn checked(conditions: &[Demand], catalog: &Catalog) -> (Vec<Demand>, Vec<Refusal>) {
    let mut demands: Vec<Demand> = Vec::new();
    let mut refusals = Vec::new();
    for demand in conditions {
        if let Some(refusal) = fault(demand, catalog) {
            refusals.push(refusal);
            continue;
        }
        let same = |known: &&mut Demand| {
            known.operator == demand.operator && known.key.eq_ignore_ascii_case(&demand.key)
        };
        match demands.iter_mut().find(same) {
            Some(known) => known.values.extend(demand.values.iter().cloned()),
            None => demands.push(demand.clone()),
        }
    }
    (demands, refusals)
}

fn fault(demand: &Demand, catalog: &Catalog) -> Option<Refusal> {
    let Demand { operator, key, values } = demand;
    if Operator::parse(operator).name.is_none() {
        let near = nearest_words(operator, OperatorName::ALL.iter().map(|name| name.text()));
        let help = if near.is_empty() { "`StringEquals` is one".to_owned() } else { did_you_mean(&near) };
        return Some(Refusal::new(format!("there is no condition operator `{operator}`"), help));
    }
    if catalog.condition_key(key).is_none() {
        let near = catalog.nearest_condition_keys(key);
        let near: Vec<_> = near.iter().map(|key| key.name()).collect();
        let help = if near.is_empty() {
            "`query_condition_keys` lists those of a service".to_owned()
        } else {
            did_you_mean(&near)
        };
        return Some(Refusal::new(format!("there is no condition key `{key}`"), help));
    }
    if demand.is_on(TLS) && !is_turned_round(operator) && demand.says("false") {
        let message = format!("`{key}` with `false` would allow just the requests without TLS");
        return Some(Refusal::new(
            message,
            "leave it out: `true` is added where it matters; `false` belongs into a `Deny`",
        ));
    }
    values.is_empty().then(|| Refusal::new(format!("`{key}` has no value"), "give it one"))
}

/// Whether the operator asks for something else than one of the values.
fn is_turned_round(operator: &str) -> bool {
    let name = Operator::parse(operator).name;
    name.is_some_and(|name| name.is_negated() || name == OperatorName::Null)
}

fn did_you_mean(near: &[&str]) -> String {
    format!("did you mean {}?", near.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or "))
}

/// The conditions that no action of the request knows on its resources.
pub(super) fn unsupported(demands: &[Demand], fits: &[Fit<'_, '_>], catalog: &Catalog) -> Vec<Refusal> {
    let is_known = |demand: &&Demand| {
        fits.iter()
            .any(|fit| fit.resources.iter().any(|resource| knows(fit.action, resource, &demand.key, catalog)))
    };
    demands.iter().filter(|demand| !is_known(demand)).map(|demand| unknown_to_all(demand, fits)).collect()
}

fn unknown_to_all(demand: &Demand, fits: &[Fit<'_, '_>]) -> Refusal {
    let keys: Vec<_> =
        fits.iter().flat_map(|fit| fit.action.condition_keys()).map(catalog::ConditionKey::name).collect();
    let near = nearest_words(&demand.key, keys.iter().copied());
    let help = match (near.as_slice(), keys.is_empty()) {
        ([near, ..], _) => format!("`{near}` is a key that they know"),
        (_, true) => "AWS lists none for them but its global keys".to_owned(),
        _ => {
            let mut keys = keys;
            keys.sort_unstable();
            keys.dedup();
            format!("they know {}", listed(keys))
        }
    };
    Refusal::new(format!("AWS lists `{}` for none of the actions on these resources", demand.key), help)
}

/// The conditions that a statement of the action on the resource can bear.
pub(super) fn supported(
    demands: &[Demand],
    action: Action<'_>,
    resource: &str,
    catalog: &Catalog,
) -> Vec<Demand> {
    demands.iter().filter(|demand| knows(action, resource, &demand.key, catalog)).cloned().collect()
}

/// Whether requests for the action on the resource carry the key, as far as the catalogue knows.
fn knows(action: Action<'_>, resource: &str, key: &str, catalog: &Catalog) -> bool {
    let listed = || is_listed(action, resource, key);
    match catalog.global_key(key) {
        Some(global) if global.present() == "action-specific" => listed(),
        Some(global) if global.category() == "resource" => {
            listed() || (resource != "*" && !owner_is_unknown(action))
        }
        Some(global) => {
            let mut services = global.services().peekable();
            services.peek().is_none() || services.any(|service| service == action.service().prefix())
        }
        None => listed(),
    }
}

/// Whether AWS lists the key for the action whatever the resource, or for a type that the resource may be of.
fn is_listed(action: Action<'_>, resource: &str, key: &str) -> bool {
    let Some(known) = action.condition_key(key) else { return false };
    if action.own_keys().any(|own| own == known) {
        return true;
    }
    let targets = action.targets_meeting(&ResourcePattern::with_variables(resource));
    targets
        .into_iter()
        .any(|target| target.own_keys().chain(target.resource.condition_keys()).any(|own| own == known))
}
