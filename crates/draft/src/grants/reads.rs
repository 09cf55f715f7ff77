//! Beside each read that was used, the reads that AWS names like it.

use std::collections::BTreeMap;

use catalog::{Action, Catalog, Flags, Level, ResourceType};

use crate::{Basis, Demand, Grant, Options, Widening};

/// The likes of the reads among the grants, each on the same resources under the same conditions; other grants may cover them.
pub(super) fn reads(grants: &[Grant], options: &Options, catalog: &Catalog) -> Vec<Grant> {
    let mut found: BTreeMap<(String, &[String], &[Demand]), Grant> = BTreeMap::new();
    for grant in grants.iter().filter(|grant| grant.basis == Basis::Used) {
        let Some(used) = catalog.action(&grant.action) else { continue };
        for like in likes(used) {
            let name = like.full_name();
            let demands_fit = grant.demands.iter().all(|demand| {
                catalog.global_key(&demand.key).is_some() || like.condition_key(&demand.key).is_some()
            });
            let is_asked = options.filter.refuses(&name).is_none();
            if demands_fit && is_asked && name != grant.action {
                let new = || Grant {
                    widened: vec![Widening::NeverUsed],
                    basis: Basis::ReadsLike(grant.action.clone()),
                    action: name.clone(),
                    count: 0,
                    first: None,
                    last: None,
                    events: Vec::new(),
                    event_ids: Vec::new(),
                    only_failed: Vec::new(),
                    ..grant.clone()
                };
                found.entry((name.clone(), &grant.resources, &grant.demands)).or_insert_with(new);
            }
        }
    }
    found.into_values().collect()
}

/// Actions that read the same things of the same kinds of resources: same service, same verb, same first noun, and nothing that
/// lists of sensitive actions hold against them.
fn likes(used: Action<'_>) -> impl Iterator<Item = Action<'_>> {
    let is_read = |action: Action<'_>| matches!(action.level(), Level::Read | Level::List);
    let (verb, noun) = beginning(used.name());
    let types = types(used);
    let of_service = used.service().actions();
    of_service.filter(move |other| {
        is_read(used)
            && is_read(*other)
            && !noun.is_empty()
            && beginning(other.name()) == (verb, noun)
            && other.sensitivities().next().is_none()
            && !other.flags().has(Flags::PERMISSION_ONLY)
            && self::types(*other) == types
    })
}

fn types(action: Action<'_>) -> Vec<&str> {
    let mut types: Vec<_> = action.targets().map(|target| target.resource).map(ResourceType::name).collect();
    types.sort_unstable();
    types
}

/// Verb and noun, without the `s` of several: `DescribeInstanceStatus` and `DescribeInstances` both begin with `Describe`, `Instance`.
fn beginning(name: &str) -> (&str, &str) {
    let (verb, rest) = name.split_at(word(name));
    let noun = rest.get(..word(rest)).unwrap_or_default();
    (verb, noun.strip_suffix('s').unwrap_or(noun))
}

/// Where the first capitalized word ends.
fn word(text: &str) -> usize {
    let mut letters = text.char_indices().skip(1);
    letters.find(|(_, letter)| letter.is_ascii_uppercase()).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_begin_with_verb_and_noun() {
        for (name, expected) in [
            ("DescribeInstances", ("Describe", "Instance")),
            ("DescribeInstanceStatus", ("Describe", "Instance")),
            ("GetObjectAcl", ("Get", "Object")),
            ("Scan", ("Scan", "")),
            ("", ("", "")),
        ] {
            assert_eq!(beginning(name), expected, "{name}");
        }
    }
}
