//! The operations of the Service Reference laid over those of the clients, and what retired actions leave behind.

use std::collections::BTreeSet;

use super::document::{OperationEntry, ServiceDocument};
use crate::facts::{ClientFacts, Facts, OperationFacts, fold};

/// The ground of what the Service Reference says of an operation.
const HOW: &str = "service-reference";

/// Puts in the actions that AWS says an operation asks for. `actions` are the folded names of all actions.
pub(super) fn lay_over(
    clients: &mut Vec<ClientFacts>,
    document: &ServiceDocument,
    actions: &BTreeSet<String>,
) {
    for entry in &document.operations {
        for name in &entry.clients {
            let client = client_of(clients, name, &document.prefix);
            let Some(operation) = client.and_then(|client| operation_of(client, entry)) else { continue };
            let asked: Vec<String> =
                entry.actions.iter().filter(|action| actions.contains(&fold(action))).cloned().collect();
            let same_name = format!("{}:{}", document.prefix, entry.name);
            if !asked.is_empty() {
                operation.actions = asked;
                HOW.clone_into(&mut operation.how);
            } else if operation.how.is_empty() && actions.contains(&fold(&same_name)) {
                operation.actions = vec![same_name];
                "same-name".clone_into(&mut operation.how);
            } else if operation.how.is_empty() {
                "unresolved: the Service Reference names no action".clone_into(&mut operation.how);
            }
        }
    }
}

/// Takes actions that are no more out of operations and dependent actions.
pub(super) fn forget_retired(facts: &mut Facts, actions: &BTreeSet<String>) {
    let exists = |name: &String| actions.contains(&fold(name));
    for action in facts.services.iter_mut().flat_map(|service| &mut service.actions) {
        action.needs.retain(|need| exists(&need.action));
    }
    for operation in facts.clients.iter_mut().flat_map(|client| &mut client.operations) {
        let before = operation.actions.len();
        operation.actions.retain(exists);
        if operation.actions.is_empty() && before > 0 {
            "unresolved: the action has been retired".clone_into(&mut operation.how);
        }
    }
}

/// The client of the name, a new one if there is none.
fn client_of<'c>(clients: &'c mut Vec<ClientFacts>, name: &str, prefix: &str) -> Option<&'c mut ClientFacts> {
    if clients.iter().all(|client| client.name != name) {
        let (name, prefix) = (name.to_owned(), prefix.to_owned());
        clients.push(ClientFacts { endpoint: name.clone(), name, prefix, operations: Vec::new() });
    }
    clients.iter_mut().find(|client| client.name == name)
}

fn operation_of<'o>(client: &'o mut ClientFacts, entry: &OperationEntry) -> Option<&'o mut OperationFacts> {
    let is_same = |operation: &OperationFacts| operation.name.eq_ignore_ascii_case(&entry.name);
    if !client.operations.iter().any(is_same) {
        client.operations.push(OperationFacts { name: entry.name.clone(), ..OperationFacts::default() });
    }
    client.operations.iter_mut().find(|operation| is_same(operation))
}
