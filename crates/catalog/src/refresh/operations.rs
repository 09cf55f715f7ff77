//! The operations of the Service Reference laid over those of the clients, and what retired actions leave behind.

use std::collections::BTreeSet;

use super::document::{OperationEntry, ServiceDocument};
use crate::facts::{ActionFacts, ClientFacts, Facts, NeedFacts, OperationFacts, fold};

/// The ground of what the Service Reference says of an operation.
const HOW: &str = "service-reference";
const PASS_ROLE: &str = "iam:PassRole";

/// Corrects the operations of a service. `actions` are the folded names of all actions.
///
/// AWS lists all that an operation may ask for, whatever the request: `CreateQueue` also has `sqs:TagQueue`, though only
/// requests with tags need it. So what is known of an operation stays if AWS's list confirms it, and is replaced by
/// the list if not.
pub(super) fn lay_over(
    clients: &mut Vec<ClientFacts>,
    document: &ServiceDocument,
    actions: &BTreeSet<String>,
) {
    for entry in &document.operations {
        let listed = entry.actions.iter().filter(|action| actions.contains(&fold(action)));
        let listed: Vec<String> = listed.cloned().collect();
        let same_name = format!("{}:{}", document.prefix, entry.name);
        for name in &entry.clients {
            let client = client_of(clients, name, &document.prefix);
            if let Some(operation) = client.and_then(|client| operation_of(client, entry)) {
                correct(operation, &same_name, &listed, actions);
            }
        }
    }
}

fn correct(operation: &mut OperationFacts, same_name: &str, listed: &[String], actions: &BTreeSet<String>) {
    let in_list = |name: &str| listed.iter().any(|action| action.eq_ignore_ascii_case(name));
    let is_confirmed =
        !operation.actions.is_empty() && operation.actions.iter().all(|action| in_list(action));
    if is_confirmed {
        return;
    }
    if in_list(same_name) || (operation.how.is_empty() && actions.contains(&fold(same_name))) {
        operation.actions = vec![same_name.to_owned()];
        "same-name".clone_into(&mut operation.how);
    } else if !listed.is_empty() {
        operation.actions = listed.to_vec();
        HOW.clone_into(&mut operation.how);
    } else if operation.how.is_empty() {
        "unresolved: the Service Reference names no action".clone_into(&mut operation.how);
    }
}

/// Notes which actions need `iam:PassRole`, as their operations can be given a role.
pub(super) fn note_passed_roles(facts: &mut Facts, document: &ServiceDocument, actions: &BTreeSet<String>) {
    let passes =
        |entry: &&OperationEntry| entry.actions.iter().any(|action| action.eq_ignore_ascii_case(PASS_ROLE));
    let passing: BTreeSet<String> =
        document.operations.iter().filter(passes).map(|entry| fold(&entry.name)).collect();
    if !actions.contains(&fold(PASS_ROLE)) {
        return;
    }
    let service = facts.services.iter_mut().filter(|service| service.prefix == document.prefix);
    for action in
        service.flat_map(|service| &mut service.actions).filter(|it| passing.contains(&fold(&it.name)))
    {
        note_passed_role(action);
    }
}

/// What AWS documents says more than that the role can be passed; what was only likely is now known.
fn note_passed_role(action: &mut ActionFacts) {
    if action.needs.iter().any(|need| need.action == PASS_ROLE && need.how == "documented") {
        return;
    }
    action.needs.retain(|need| need.action != PASS_ROLE);
    action.needs.push(NeedFacts { action: PASS_ROLE.to_owned(), how: HOW.to_owned() });
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
