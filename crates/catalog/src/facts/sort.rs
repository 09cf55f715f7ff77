//! The one order of facts, so that equal catalogues are equal bytes and look-ups can search by halves.

use super::{ActionFacts, Facts, ResourceFacts, ServiceFacts};

/// The form in which AWS compares action names and condition keys: case does not count.
pub(crate) fn fold(text: &str) -> String {
    text.to_ascii_lowercase()
}

impl Facts {
    /// Sorts everything whose order has no meaning and removes exact repeats.
    pub fn sort(&mut self) {
        self.services.sort_by(|a, b| a.prefix.cmp(&b.prefix));
        self.services.iter_mut().for_each(ServiceFacts::sort);
        self.clients.sort_by(|a, b| a.name.cmp(&b.name));
        for client in &mut self.clients {
            client.operations.sort_by_cached_key(|operation| by_name(&operation.name));
            client.operations.iter_mut().for_each(|operation| sort_actions(&mut operation.actions));
        }
        self.tables.sort_by(|a, b| a.name.cmp(&b.name));
    }
}

impl ServiceFacts {
    fn sort(&mut self) {
        self.keys.sort_by_cached_key(|key| by_name(&key.name));
        self.resources.sort_by_cached_key(|resource| by_name(&resource.name));
        self.actions.sort_by_cached_key(|action| by_name(&action.name));
        self.resources.iter_mut().for_each(ResourceFacts::sort);
        self.actions.iter_mut().for_each(ActionFacts::sort);
    }
}

impl ResourceFacts {
    fn sort(&mut self) {
        sort_keys(&mut self.keys);
    }
}

impl ActionFacts {
    fn sort(&mut self) {
        self.on.sort_by_cached_key(|on| by_name(&on.resource));
        self.on.iter_mut().for_each(|on| sort_keys(&mut on.keys));
        sort_keys(&mut self.keys);
        self.needs.sort_by_cached_key(|need| (by_action(&need.action), need.how.clone()));
        self.needs.dedup();
    }
}

fn sort_keys(names: &mut Vec<String>) {
    names.sort_by_cached_key(|name| by_name(name));
    names.dedup();
}

fn sort_actions(names: &mut Vec<String>) {
    names.sort_by_cached_key(|name| by_action(name));
    names.dedup();
}

fn by_name(name: &str) -> (String, String) {
    (fold(name), name.to_owned())
}

/// Service by service, and by name within one: in a plain comparison the `:` would weigh against letters.
fn by_action(name: &str) -> (String, String) {
    let (service, rest) = name.split_once(':').unwrap_or(("", name));
    (fold(service), fold(rest))
}
