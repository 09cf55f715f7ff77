//! The policies that a request meets, with the texts that they stand in.

use std::collections::BTreeSet;

use eval::{Layer, Level, Policies, Prepared};
use policy::Source;

use super::attached::{About, Attached, Clock};

/// Every policy that has a say.
#[derive(Debug, Clone, Default)]
pub(crate) struct Held {
    identity: Vec<Prepared>,
    resource: Vec<Prepared>,
    boundary: Vec<Prepared>,
    session: Vec<Prepared>,
    endpoint: Vec<Prepared>,
    scps: Vec<(String, Vec<Prepared>)>,
    rcps: Vec<(String, Vec<Prepared>)>,
    /// By layer, in the order in which explanations name the policies.
    written: [Vec<Written>; Layer::ALL.len()],
    clock: Clock,
    keys: BTreeSet<String>,
    faults: Vec<String>,
    pub(crate) in_management_account: bool,
    pub(crate) restrict_public_buckets: bool,
}

/// The text of a policy.
#[derive(Debug, Clone)]
struct Written {
    source: Source,
    /// The condition keys that each statement looks at.
    keys: Vec<Vec<String>>,
}

impl Held {
    /// Adds a policy to a layer that has no levels. Of resource policies a request meets one.
    pub(crate) fn add(&mut self, layer: Layer, attached: Attached) {
        let list = match layer {
            Layer::Identity => &mut self.identity,
            Layer::Boundary => &mut self.boundary,
            Layer::Session => &mut self.session,
            Layer::Endpoint => &mut self.endpoint,
            Layer::Resource => &mut self.resource,
            Layer::Scp | Layer::Rcp => return self.add_level(layer, "", vec![attached]),
        };
        list.push(attached.prepared);
        self.note(layer, attached.about);
    }

    /// Adds a level of the organization, which may have no policy at all.
    pub(crate) fn add_level(&mut self, layer: Layer, id: &str, attached: Vec<Attached>) {
        let mut level = Vec::new();
        for attached in attached {
            level.push(attached.prepared);
            self.note(layer, attached.about);
        }
        let levels = if layer == Layer::Rcp { &mut self.rcps } else { &mut self.scps };
        levels.push((id.to_owned(), level));
    }

    /// Puts policies in the place of all that a layer has.
    pub(crate) fn replace(&mut self, layer: Layer, attached: impl IntoIterator<Item = Attached>) {
        match layer {
            Layer::Identity => self.identity.clear(),
            Layer::Boundary => self.boundary.clear(),
            Layer::Session => self.session.clear(),
            Layer::Endpoint => self.endpoint.clear(),
            Layer::Resource => self.resource.clear(),
            Layer::Scp => self.scps.clear(),
            Layer::Rcp => self.rcps.clear(),
        }
        self.written(layer).clear();
        if matches!(layer, Layer::Scp | Layer::Rcp) {
            self.add_level(layer, "", attached.into_iter().collect());
        } else {
            attached.into_iter().for_each(|policy| self.add(layer, policy));
        }
    }

    /// Every policy, those of levels with the others.
    pub(crate) fn policies(&self) -> impl Iterator<Item = &Prepared> {
        let lists = [&self.identity, &self.resource, &self.boundary, &self.session, &self.endpoint];
        let levels = self.scps.iter().chain(&self.rcps).map(|(_, policies)| policies);
        lists.into_iter().chain(levels).flatten()
    }

    /// Why policies cannot be read, each that cannot.
    pub(crate) fn faults(&self) -> &[String] {
        &self.faults
    }

    /// The condition keys that some policy looks at, in lower case.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    pub(crate) fn clock(&self) -> Clock {
        self.clock
    }

    pub(crate) fn has_resource_policy(&self) -> bool {
        !self.resource.is_empty()
    }

    /// Whether there are policies of the caller's own.
    pub(crate) fn is_of_caller(&self) -> bool {
        [&self.identity, &self.boundary, &self.session].iter().any(|list| !list.is_empty())
    }

    pub(crate) fn has_identity_policy(&self) -> bool {
        !self.identity.is_empty()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.written.iter().all(Vec::is_empty) && self.scps.is_empty() && self.rcps.is_empty()
    }

    /// The text of a policy: the one at `index` of those that an explanation has for the layer.
    pub(crate) fn source(&self, layer: Layer, index: usize) -> Option<&Source> {
        Some(&self.written.get(layer as usize)?.get(index)?.source)
    }

    /// The condition keys that a statement of that policy looks at, as they are written; one may come several times.
    pub(crate) fn keys_of(&self, layer: Layer, index: usize, statement: usize) -> &[String] {
        let written = self.written.get(layer as usize).and_then(|policies| policies.get(index));
        written.and_then(|written| written.keys.get(statement)).map_or(&[], Vec::as_slice)
    }

    fn note(&mut self, layer: Layer, about: About) {
        self.clock = self.clock.or(about.clock);
        self.keys.extend(about.keys);
        self.faults.extend(about.fault);
        self.written(layer).push(Written { source: about.source, keys: about.keys_by_statement });
    }

    fn written(&mut self, layer: Layer) -> &mut Vec<Written> {
        // INVARIANT: there is a list for each layer.
        let [scp, rcp, endpoint, resource, identity, boundary, session] = &mut self.written;
        match layer {
            Layer::Scp => scp,
            Layer::Rcp => rcp,
            Layer::Endpoint => endpoint,
            Layer::Resource => resource,
            Layer::Identity => identity,
            Layer::Boundary => boundary,
            Layer::Session => session,
        }
    }

    /// Hands the policies on as the evaluator takes them. An empty list of boundaries, session or endpoint policies is none.
    pub(crate) fn with<T>(&self, answer: impl FnOnce(&Policies<'_>) -> T) -> T {
        fn levels(levels: &[(String, Vec<Prepared>)]) -> Vec<Level<'_>> {
            levels.iter().map(|(id, policies)| Level { id, policies }).collect()
        }
        let some = |list| Some(list).filter(|list: &&[Prepared]| !list.is_empty());
        let (scps, rcps) = (levels(&self.scps), levels(&self.rcps));
        answer(&Policies {
            identity: &self.identity,
            resource: self.resource.first(),
            boundary: some(self.boundary.as_slice()),
            session: some(self.session.as_slice()),
            endpoint: some(self.endpoint.as_slice()),
            scps: &scps,
            rcps: &rcps,
            caller_in_management_account: self.in_management_account,
            restrict_public_buckets: self.restrict_public_buckets,
        })
    }
}
