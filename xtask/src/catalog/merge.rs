//! One catalogue out of several sources, with their known defects mended.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use super::facts::{Catalogue, RESOURCES_UNKNOWN, Service, lower};
use super::policy_sentry::Edge;

/// What a merge had to leave out, for the person who runs it.
#[derive(Debug, Default)]
pub(crate) struct Left {
    /// Actions that the freshest source no longer has.
    pub(crate) retired: Vec<String>,
    /// Dependency edges with an end that does not exist.
    pub(crate) edges: Vec<Edge>,
}

/// Lays the freshest source over the best structured one and adds the dependent actions.
///
/// The structure of an action that both know comes from `structured`; what only `fresh` has is added; what `fresh`
/// has dropped has been retired by AWS. Where the access levels differ, the newer one holds.
pub(crate) fn merge(structured: Catalogue, fresh: Catalogue, edges: Vec<Edge>) -> Result<(Catalogue, Left)> {
    let mut left = Left::default();
    let mut catalogue = structured;
    for (prefix, service) in &mut catalogue.services {
        mend_keys(service);
        let known = fresh.services.get(prefix);
        service.actions.retain(|name, _| {
            let kept = known.is_some_and(|known| known.action(name).is_some());
            if !kept {
                left.retired.push(format!("{prefix}:{name}"));
            }
            kept
        });
    }
    catalogue.services.retain(|_, service| !service.actions.is_empty());
    for (prefix, mut newer) in fresh.services {
        mend_keys(&mut newer);
        overlay(catalogue.services.entry(prefix).or_default(), newer);
    }
    for (action, needed) in edges {
        let (Some(action_found), Some(needed_found)) =
            (catalogue.spelling(&action), catalogue.spelling(&needed))
        else {
            left.edges.push((action, needed));
            continue;
        };
        if let Some((prefix, name)) = action_found.split_once(':')
            && let Some(service) = catalogue.services.get_mut(prefix)
            && let Some(action) = service.actions.get_mut(name)
        {
            action.needs.insert(needed_found, "documented");
        }
    }
    check(&catalogue)?;
    Ok((catalogue, left))
}

fn overlay(service: &mut Service, newer: Service) {
    let known: BTreeSet<String> = service.keys.keys().map(|key| lower(key)).collect();
    service.keys.extend(newer.keys.into_iter().filter(|(key, _)| is_new_key(&lower(key), &known)));
    for (name, resource) in newer.resources {
        if service.resource(&name).is_none() {
            service.resources.insert(name, resource);
        }
    }
    let has_resources = !service.resources.is_empty();
    for (name, mut action) in newer.actions {
        let known = service.action(&name).map(str::to_owned);
        if let Some(known) = known.and_then(|known| service.actions.get_mut(&known)) {
            known.level = action.level;
        } else {
            if !has_resources {
                action.flags.remove(RESOURCES_UNKNOWN);
            }
            service.actions.insert(name, action);
        }
    }
}

/// Whether a key (in lower case) is none of the known ones.
///
/// The fresher source garbles keys with text after a placeholder, so one that begins as a known template does is taken
/// for that one.
fn is_new_key(key: &str, known: &BTreeSet<String>) -> bool {
    if known.contains(key) {
        return false;
    }
    let stem = |key: &str| key.split_once("${").map(|(stem, _)| stem.to_owned());
    let known_stems = || known.iter().filter_map(|key| stem(key));
    match stem(key) {
        Some(stem) => !known.iter().any(|known| known.starts_with(&stem)),
        None => !known_stems().any(|stem| {
            let group = key.rsplit_once('/').map(|(group, _)| group);
            let stem = stem.trim_end_matches(['/', ':']);
            group == Some(stem) || key == stem
        }),
    }
}

/// Writes the placeholders of all tag keys as AWS writes most of them.
fn mend_keys(service: &mut Service) {
    let keys = std::mem::take(&mut service.keys);
    service.keys = keys.into_iter().map(|(key, kind)| (mend_key(&key), kind)).collect();
    for resource in service.resources.values_mut() {
        mend_set(&mut resource.keys);
    }
    for action in service.actions.values_mut() {
        mend_set(&mut action.keys);
        for target in action.on.values_mut() {
            mend_set(&mut target.keys);
        }
    }
}

fn mend_set(keys: &mut BTreeSet<String>) {
    *keys = std::mem::take(keys).iter().map(|key| mend_key(key)).collect();
}

/// `secretsmanager:ResourceTag/tag-key` and `s3:ExistingObjectTag/<key>` are templates in which only the notation
/// of the placeholder went wrong.
fn mend_key(key: &str) -> String {
    match key.rsplit_once('/') {
        Some((stem, "tag-key" | "<key>" | "${tagKey}" | "${Tagkey}")) => format!("{stem}/${{TagKey}}"),
        _ => key.to_owned(),
    }
}

/// Facts that refer to each other must find each other, whatever the sources say next time.
fn check(catalogue: &Catalogue) -> Result<()> {
    let mut lost: BTreeMap<String, usize> = BTreeMap::new();
    for (prefix, service) in &catalogue.services {
        for action in service.actions.values() {
            for resource in action.on.keys().filter(|name| !service.resources.contains_key(*name)) {
                *lost.entry(format!("resource type `{resource}` of `{prefix}`")).or_default() += 1;
            }
        }
        for (name, resource) in &service.resources {
            let whole = |arn: &String| arn.starts_with("arn:") && arn.split(':').count() >= 6;
            if resource.arns.is_empty() || !resource.arns.iter().all(whole) {
                *lost.entry(format!("ARN format of `{name}` of `{prefix}`")).or_default() += 1;
            }
        }
    }
    if lost.is_empty() {
        return Ok(());
    }
    let lost: Vec<String> = lost.into_keys().collect();
    bail!("facts are referred to that no source states: {}", lost.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::facts::{Action, Level, Resource, Target};

    fn action(level: Level) -> Action {
        let flags = [RESOURCES_UNKNOWN].into();
        Action { level, flags, on: BTreeMap::new(), keys: BTreeSet::new(), needs: BTreeMap::new() }
    }

    fn catalogue(prefix: &str, actions: &[(&str, Level)]) -> Catalogue {
        let actions = actions.iter().map(|(name, level)| ((*name).to_owned(), action(*level)));
        let service = Service { actions: actions.collect(), ..Service::default() };
        Catalogue { services: [(prefix.to_owned(), service)].into() }
    }

    #[test]
    fn the_fresher_source_adds_drops_and_levels() {
        let mut structured = catalogue("s", &[("Old", Level::Read), ("Tag", Level::Write)]);
        structured.services.extend(catalogue("gone", &[("Any", Level::Read)]).services);
        let fresh = catalogue("s", &[("Tag", Level::Tagging), ("New", Level::List)]);
        let edges = vec![("s:New".to_owned(), "s:tag".to_owned()), ("s:New".to_owned(), "s:Old".to_owned())];
        let (merged, left) = merge(structured, fresh, edges).unwrap();

        assert_eq!(merged.services.keys().collect::<Vec<_>>(), ["s"]);
        let service = &merged.services["s"];
        assert_eq!(service.actions.keys().collect::<Vec<_>>(), ["New", "Tag"]);
        assert_eq!(service.actions["Tag"].level, Level::Tagging);
        assert_eq!(service.actions["New"].needs.keys().collect::<Vec<_>>(), ["s:Tag"]);
        assert_eq!(left.retired, ["gone:Any", "s:Old"]);
        assert_eq!(left.edges, [("s:New".to_owned(), "s:Old".to_owned())]);
    }

    #[test]
    fn resources_are_unknown_only_where_there_are_any() {
        let mut fresh = catalogue("s", &[("New", Level::List)]);
        let (without, _) =
            merge(Catalogue::default(), catalogue("s", &[("New", Level::List)]), Vec::new()).unwrap();
        assert!(without.services["s"].actions["New"].flags.is_empty());

        let arns = ["arn:${Partition}:s:::${Name}".to_owned()].into();
        let resource = Resource { arns, keys: BTreeSet::new() };
        fresh.services.get_mut("s").unwrap().resources.insert("thing".to_owned(), resource);
        let (with, _) = merge(Catalogue::default(), fresh, Vec::new()).unwrap();
        assert!(with.services["s"].actions["New"].flags.contains(RESOURCES_UNKNOWN));
    }

    #[test]
    fn a_reference_to_nothing_is_an_error() {
        let mut structured = catalogue("s", &[("Get", Level::Read)]);
        let target = Target { required: true, keys: BTreeSet::new() };
        let get = structured.services.get_mut("s").unwrap().actions.get_mut("Get").unwrap();
        get.on.insert("lost".to_owned(), target);
        assert!(merge(structured, catalogue("s", &[("Get", Level::Read)]), Vec::new()).is_err());
    }

    #[test]
    fn garbled_keys_are_not_new() {
        let known = [
            "kms:encryptioncontext:${encryptioncontextkey}",
            "ssm:resourcetag/${tagkey}",
            "lambda:request/one",
        ];
        let known = known.map(str::to_owned).into();
        for (key, new) in [
            ("kms:encryptioncontext", false),
            ("ssm:resourcetag/aws", false),
            ("ssm:resourcetag/${tagkeyvalue}", false),
            ("lambda:request/one", false),
            ("lambda:request/two", true),
            ("lambda:variable/${name}", true),
        ] {
            assert_eq!(is_new_key(key, &known), new, "{key}");
        }
    }

    #[test]
    fn placeholders_are_mended() {
        for (found, mended) in [
            ("secretsmanager:ResourceTag/tag-key", "secretsmanager:ResourceTag/${TagKey}"),
            ("s3:ExistingObjectTag/<key>", "s3:ExistingObjectTag/${TagKey}"),
            ("aws:RequestTag/${TagKey}", "aws:RequestTag/${TagKey}"),
            (
                "kms:EncryptionContext:${EncryptionContextKey}",
                "kms:EncryptionContext:${EncryptionContextKey}",
            ),
            ("s3:prefix", "s3:prefix"),
        ] {
            assert_eq!(mend_key(found), mended);
        }
    }
}
