//! Writes the columns that are derived from the facts, so that look-ups in the other direction need no search.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::Columns;
use super::names::Names;
use super::strings::{Strings, number};
use crate::facts::{Facts, Problem, ServiceFacts};
use crate::layout::{Column, LONGEST};

pub(super) fn write(
    facts: &Facts,
    names: &Names,
    columns: &mut Columns,
    strings: &mut Strings,
) -> Result<(), Problem> {
    keys(names, columns, strings);
    arns(facts, columns, strings);
    let mut reverse = Reverse::default();
    for (index, service) in facts.services.iter().enumerate() {
        reverse.add(names, number(index), service)?;
    }
    columns.push_lists(Column::KeyActions, lists(names.keys().count(), reverse.by_key), |columns, action| {
        columns.push(Column::KeyActionAction, action);
    });
    let resources = columns.len(Column::ResourceName);
    columns.push_lists(Column::ResourceActions, lists(resources, reverse.by_resource), |columns, action| {
        columns.push(Column::ResourceActionAction, action);
    });
    Ok(())
}

fn keys(names: &Names, columns: &mut Columns, strings: &mut Strings) {
    for (index, (name, kind)) in names.keys().enumerate() {
        columns.push(Column::KeyName, strings.place(name));
        columns.push(Column::KeyKind, kind.code());
        if name.contains("${") {
            columns.push(Column::KeyTemplateKey, number(index));
        }
    }
}

/// Groups the ARN formats by their service field, which is not always the prefix of the service that lists them. Within a
/// group they are sorted by their last part, by which they are looked for. Where that begins is noted, and where the region does.
fn arns(facts: &Facts, columns: &mut Columns, strings: &mut Strings) {
    let mut groups: BTreeMap<&str, BTreeSet<(&str, u32, &str)>> = BTreeMap::new();
    let resources = facts.services.iter().flat_map(|service| &service.resources);
    for (id, arn) in resources.flat_map(|resource| &resource.arns).enumerate() {
        let part = |index: usize| arn.splitn(6, ':').nth(index).unwrap_or("");
        groups.entry(part(2)).or_default().insert((part(5), number(id), arn));
    }
    for name in groups.keys() {
        columns.push(Column::ArnServiceName, strings.place(name));
    }
    let sorted = groups.into_values().map(|group| group.into_iter().collect());
    columns.push_lists(Column::ArnServiceItems, sorted, |columns, (_, template, arn)| {
        let behind = |colon: usize| arn.match_indices(':').nth(colon).map_or(arn.len(), |(at, _)| at + 1);
        columns.push(Column::ArnTemplate, template);
        columns.push(Column::ArnRegion, number(behind(2)).min(LONGEST - 1));
        columns.push(Column::ArnLast, number(behind(4)).min(LONGEST - 1));
    });
}

/// The actions of each key and of each resource type.
#[derive(Default)]
struct Reverse {
    by_key: BTreeMap<u32, BTreeSet<u32>>,
    by_resource: BTreeMap<u32, BTreeSet<u32>>,
    actions: u32,
}

impl Reverse {
    /// A key is one of an action's if AWS lists it for the action, for the action on a resource type, or for such a type.
    fn add(&mut self, names: &Names, id: u32, service: &ServiceFacts) -> Result<(), Problem> {
        let types: BTreeMap<_, _> =
            service.resources.iter().map(|resource| (&resource.name, &resource.keys)).collect();
        for action in &service.actions {
            for on in &action.on {
                let resource = names.resource(&action.name, id, &on.resource)?;
                self.by_resource.entry(resource).or_default().insert(self.actions);
            }
            let of_types = action.on.iter().filter_map(|on| types.get(&on.resource)).copied().flatten();
            let of_pairs = action.on.iter().flat_map(|on| &on.keys);
            for key in action.keys.iter().chain(of_pairs).chain(of_types) {
                let key = names.key(&action.name, key)?;
                self.by_key.entry(key).or_default().insert(self.actions);
            }
            self.actions += 1;
        }
        Ok(())
    }
}

fn lists(count: usize, mut by_id: BTreeMap<u32, BTreeSet<u32>>) -> impl Iterator<Item = Vec<u32>> {
    (0..number(count)).map(move |id| by_id.remove(&id).into_iter().flatten().collect())
}
