//! Gives every name its number, which is its place in the sorted facts.

use std::collections::BTreeMap;

use super::strings::number;
use crate::facts::{Facts, KeyType, Problem, ServiceFacts, fold};

pub(super) struct Names {
    services: BTreeMap<String, u32>,
    /// By full name, without regard to case.
    actions: BTreeMap<String, u32>,
    /// By number of the service and name.
    resources: BTreeMap<(u32, String), u32>,
    /// By folded name, then name: the order in which keys are numbered.
    keys: BTreeMap<(String, String), (u32, KeyType)>,
}

/// The table whose keys belong to no service.
const GLOBAL_KEYS: &str = "global_condition_keys";

impl Names {
    /// `facts` must be sorted.
    pub(super) fn collect(facts: &Facts) -> Result<Self, Problem> {
        let mut names = Self {
            services: BTreeMap::new(),
            actions: BTreeMap::new(),
            resources: BTreeMap::new(),
            keys: BTreeMap::new(),
        };
        for service in &facts.services {
            names.add_service(service)?;
        }
        names.add_keys(facts);
        Ok(names)
    }

    pub(super) fn service(&self, prefix: &str) -> Option<u32> {
        self.services.get(prefix).copied()
    }

    pub(super) fn action(&self, place: &str, name: &str) -> Result<u32, Problem> {
        let known = self.actions.get(&fold(name)).copied();
        known.ok_or_else(|| Problem::new(place, format!("`{name}` is not an action of these facts")))
    }

    pub(super) fn resource(&self, place: &str, service: u32, name: &str) -> Result<u32, Problem> {
        let known = self.resources.get(&(service, name.to_owned())).copied();
        known.ok_or_else(|| Problem::new(place, format!("`{name}` is not a resource type of this service")))
    }

    pub(super) fn key(&self, place: &str, name: &str) -> Result<u32, Problem> {
        let known = self.keys.get(&(fold(name), name.to_owned()));
        known
            .map(|row| row.0)
            .ok_or_else(|| Problem::new(place, format!("no service lists the key `{name}`")))
    }

    /// Name and type of every key, in the order of their numbers.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&str, KeyType)> {
        self.keys.iter().map(|(name, row)| (name.1.as_str(), row.1))
    }

    fn add_service(&mut self, service: &ServiceFacts) -> Result<(), Problem> {
        let place = &service.prefix;
        let id = number(self.services.len());
        let twice = |name: &str| Problem::new(place, format!("`{name}` occurs twice"));
        if self.services.insert(place.clone(), id).is_some() {
            return Err(twice(place));
        }
        for action in &service.actions {
            let next = number(self.actions.len());
            if self.actions.insert(fold(&format!("{place}:{}", action.name)), next).is_some() {
                return Err(twice(&action.name));
            }
        }
        for resource in &service.resources {
            let next = number(self.resources.len());
            if self.resources.insert((id, resource.name.clone()), next).is_some() {
                return Err(twice(&resource.name));
            }
        }
        Ok(())
    }

    /// A key has the type that the service of its own prefix gives it, else AWS's global list, else the first service that lists it.
    fn add_keys(&mut self, facts: &Facts) {
        let mut kinds: BTreeMap<&str, (u8, KeyType)> = BTreeMap::new();
        let mut offer = |name, rank, kind| {
            let known = kinds.entry(name).or_insert((rank, kind));
            if rank < known.0 {
                *known = (rank, kind);
            }
        };
        for service in &facts.services {
            for key in &service.keys {
                let is_own = key.name.split_once(':').is_some_and(|parts| parts.0 == service.prefix);
                offer(&key.name, if is_own { 0 } else { 2 }, key.kind);
            }
        }
        for row in facts.tables.iter().filter(|table| table.name == GLOBAL_KEYS).flat_map(|table| &table.rows)
        {
            if let [name, kind, ..] = row.as_slice() {
                offer(name, 1, KeyType::parse(kind).unwrap_or(KeyType::STRING));
            }
        }
        self.keys =
            kinds.into_iter().map(|(name, row)| ((fold(name), name.to_owned()), (0, row.1))).collect();
        for (index, row) in self.keys.values_mut().enumerate() {
            row.0 = number(index);
        }
    }
}
