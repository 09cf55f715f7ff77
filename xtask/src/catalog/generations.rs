//! Services of which two generations share a prefix: the reference has a page for each, and the main source keeps only one page's
//! resource types of an action that stands on both.

use super::facts::{Catalogue, Target};

/// Load balancers (classic, and version 2), API Gateway (REST, and HTTP), Greengrass and Lex (versions 1 and 2).
const TWO_GENERATIONS: [&str; 4] = ["apigateway", "elasticloadbalancing", "greengrass", "lex"];

/// Adds the resource types of the other page. An action then applies to some type of either, so none of them is required.
pub(crate) fn add(catalogue: &mut Catalogue, targets: &[(String, Vec<String>)]) {
    for (action, types) in targets {
        let Some((prefix, name)) = action.split_once(':') else { continue };
        let Some(service) = catalogue.services.get_mut(prefix).filter(|_| TWO_GENERATIONS.contains(&prefix))
        else {
            continue;
        };
        let Some(action) = service.action(name).map(str::to_owned) else { continue };
        let known = &service.resources;
        let types: Vec<_> = types.iter().filter(|name| known.contains_key(*name)).collect();
        let Some(action) = service.actions.get_mut(&action) else { continue };
        // An action on one page only has lost nothing.
        if action.on.is_empty() || types.iter().all(|name| action.on.contains_key(*name)) {
            continue;
        }
        for name in types {
            let target = Target { required: false, keys: std::collections::BTreeSet::new() };
            action.on.entry(name.clone()).or_insert(target);
        }
        action.on.values_mut().for_each(|target| target.required = false);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::catalog::facts::{Action, Level, Resource, Service};

    fn catalogue(prefix: &str) -> Catalogue {
        let resource = || Resource { arns: BTreeSet::new(), keys: BTreeSet::new() };
        let resources = ["classic", "modern"].map(|name| (name.to_owned(), resource()));
        let on = [("classic".to_owned(), Target { required: true, keys: BTreeSet::new() })];
        let action = Action {
            level: Level::Write,
            flags: BTreeSet::new(),
            on: on.into(),
            keys: BTreeSet::new(),
            needs: BTreeMap::new(),
        };
        let service = Service {
            resources: resources.into(),
            actions: [("Create".to_owned(), action)].into(),
            ..Service::default()
        };
        Catalogue { services: [(prefix.to_owned(), service)].into() }
    }

    #[test]
    fn types_of_the_other_generation_are_added_where_there_are_two() {
        for (prefix, expected) in [
            ("elasticloadbalancing", &[("classic", false), ("modern", false)][..]),
            ("s3", &[("classic", true)]),
        ] {
            let mut catalogue = catalogue(prefix);
            let types = vec!["modern".to_owned(), "no such type".to_owned()];
            add(&mut catalogue, &[(format!("{prefix}:create"), types)]);
            let on = &catalogue.services[prefix].actions["Create"].on;
            let on: Vec<_> = on.iter().map(|(name, target)| (name.as_str(), target.required)).collect();
            assert_eq!(on, expected, "{prefix}");
        }
    }
}
