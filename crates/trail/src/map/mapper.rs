//! The mapping itself, with a memory: logs repeat the same few events.

use std::borrow::Cow;
use std::sync::Arc;

use catalog::{Catalog, Client, Operation};
use hashbrown::{Equivalent, HashMap};

use super::conditional::Conditions;
use super::{Exempt, Mapped, Unmapped, events};
use crate::dependent::Needs;
use crate::resource::Plan;

/// Maps events by one catalogue. Cheap to clone; each thread has its own, with a memory of what it mapped.
#[derive(Clone)]
pub struct Mapper<'c> {
    catalog: &'c Catalog,
    clients: Arc<Clients<'c>>,
    known: HashMap<Event, Arc<Meaning<'c>>>,
}

/// What an event means: in permissions, and where its records tell of resources.
#[derive(Debug)]
pub(crate) struct Meaning<'c> {
    pub(crate) mapped: Mapped,
    pub(crate) plan: Plan<'c>,
    pub(crate) needs: Needs,
}

/// Which clients an event source may stand for.
struct Clients<'c> {
    by_endpoint: HashMap<&'c str, Vec<Client<'c>>>,
    by_prefix: HashMap<&'c str, Vec<Client<'c>>>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Event {
    source: Box<str>,
    name: Box<str>,
    conditions: Conditions,
}

#[derive(PartialEq, Eq, Hash)]
struct EventRef<'a> {
    source: &'a str,
    name: &'a str,
    conditions: Conditions,
}

impl Equivalent<Event> for EventRef<'_> {
    fn equivalent(&self, event: &Event) -> bool {
        *self.source == *event.source && *self.name == *event.name && self.conditions == event.conditions
    }
}

impl<'c> Mapper<'c> {
    pub fn new(catalog: &'c Catalog) -> Self {
        let mut clients = Clients { by_endpoint: HashMap::new(), by_prefix: HashMap::new() };
        for client in catalog.clients() {
            clients.by_endpoint.entry(client.endpoint()).or_default().push(client);
            if let Some(service) = client.service() {
                clients.by_prefix.entry(service.prefix()).or_default().push(client);
            }
        }
        for (prefix, list) in &mut clients.by_prefix {
            // The client named like the service speaks for it before its newer siblings.
            list.sort_by_key(|client| (client.name() != *prefix, client.name()));
        }
        Self { catalog, clients: Arc::new(clients), known: HashMap::new() }
    }

    /// What an event stands for; `parameters` is the text of `requestParameters`.
    pub fn map(&mut self, source: &str, name: &str, parameters: Option<&str>) -> Mapped {
        self.meaning(source, name, parameters).mapped.clone()
    }

    /// What of a request the mapping depends on, as a number.
    pub(crate) fn conditions(source: &str, name: &str, parameters: Option<&str>) -> u32 {
        conditions(&host(source), name.trim(), parameters).number()
    }

    pub(crate) fn meaning(&mut self, source: &str, name: &str, parameters: Option<&str>) -> Arc<Meaning<'c>> {
        let host = host(source);
        let name = name.trim();
        let conditions = conditions(&host, name, parameters);
        let event = EventRef { source: &host, name, conditions };
        if let Some(meaning) = self.known.get(&event) {
            return Arc::clone(meaning);
        }
        let mapped = self.work_out(&event);
        let base = events::undated(&host, name).unwrap_or(name);
        let plan = Plan::new(self.catalog, base, mapped.actions());
        let needs = Needs::new(self.catalog, base, &mapped);
        let meaning = Arc::new(Meaning { mapped, plan, needs });
        let event = Event { source: host.into(), name: name.into(), conditions };
        self.known.insert(event, Arc::clone(&meaning));
        meaning
    }

    pub(crate) fn catalog(&self) -> &'c Catalog {
        self.catalog
    }

    fn work_out(&self, event: &EventRef<'_>) -> Mapped {
        let (host, name) = (event.source, event.name);
        if let Some(exempt) = events::exempt(host, name) {
            return Mapped::NoPermission(exempt);
        }
        if let Some(action) = events::renamed(host, name) {
            return self.named(&event.conditions.apply(vec![action.to_owned()]), Mapped::Actions);
        }
        let known = self.by_name(host, name, event.conditions);
        let is_unknown = matches!(known, Mapped::Unknown(_));
        match events::undated(host, name).filter(|_| is_unknown) {
            Some(base) => self.by_name(host, base, event.conditions),
            None if is_unknown => events::exempt_source(host).map_or(known, Mapped::NoPermission),
            None => known,
        }
    }

    fn by_name(&self, host: &str, name: &str, conditions: Conditions) -> Mapped {
        let service = self.catalog.service_of_event_source(host);
        let prefix = service.map_or(host, catalog::Service::prefix);
        let mut unmapped = Unmapped::Event;
        for operation in self.operations(host, prefix, name) {
            let actions: Vec<String> = operation.actions().map(catalog::Action::full_name).collect();
            if !actions.is_empty() {
                let is_choice = operation.how().starts_with("one-of");
                let actions = conditions.apply(actions);
                return self.named(&actions, if is_choice { Mapped::OneOf } else { Mapped::Actions });
            }
            if operation.how().starts_with("no-permission") {
                return Mapped::NoPermission(Exempt::Unchecked);
            }
            unmapped = Unmapped::Operation;
        }
        if let Some(action) = service.and_then(|service| service.action(name)) {
            return self.named(&conditions.apply(vec![action.full_name()]), Mapped::Actions);
        }
        let is_source_known = service.is_some() || self.clients.by_endpoint.contains_key(host);
        Mapped::Unknown(if is_source_known { unmapped } else { Unmapped::Source })
    }

    /// The operations of that name, of clients that call this endpoint first, then of others of the service.
    fn operations(&self, host: &str, prefix: &str, name: &str) -> impl Iterator<Item = Operation<'c>> {
        let of = |clients: Option<&Vec<Client<'c>>>| clients.cloned().unwrap_or_default();
        let by_endpoint = of(self.clients.by_endpoint.get(host));
        let by_prefix = of(self.clients.by_prefix.get(prefix));
        by_endpoint.into_iter().chain(by_prefix).filter_map(move |client| client.operation(name))
    }

    /// The actions in the spelling of the catalogue. One that this catalogue does not have, as a refreshed one may not, is
    /// left out; with none left it is not known what the event asks for.
    fn named(&self, actions: &[String], mapped: fn(Arc<[Arc<str>]>) -> Mapped) -> Mapped {
        let found = actions.iter().filter_map(|action| self.catalog.action(action));
        let mut names: Vec<Arc<str>> = found.map(|action| action.full_name().into()).collect();
        names.sort();
        names.dedup();
        if names.is_empty() { Mapped::Unknown(Unmapped::Operation) } else { mapped(names.into()) }
    }
}

fn conditions(host: &str, name: &str, parameters: Option<&str>) -> Conditions {
    match parameters {
        Some(parameters) if Conditions::concern(host, name) => Conditions::of(name, parameters),
        _ => Conditions::default(),
    }
}

/// The event source without its domain.
fn host(source: &str) -> Cow<'_, str> {
    let source = source.trim();
    let host = source.strip_suffix(".amazonaws.com").or_else(|| source.strip_suffix(".amazonaws.com.cn"));
    let host = host.unwrap_or(source);
    if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        host.to_ascii_lowercase().into()
    } else {
        host.into()
    }
}
